"""Tensors that were computed before the recording began."""

from __future__ import annotations

import autoviz as av
from autoviz.picture.frame import frame
from autoviz.picture.view import view
from autoviz.recording import Recording


def graph_from_before() -> Recording:
    """``y`` and all behind it exist already; only ``z`` is recorded."""
    x = av.tensor(3.0, requires_grad=True)
    y = x**2 + 2 * x
    with av.record() as rec:
        z = y * x
        z.backward()
    return rec


def test_tensor_from_before_is_not_of_the_future() -> None:
    """It is there from step 0; only ``z`` is yet to come."""
    rec = graph_from_before()
    graph = rec.trace.graph.nodes
    painted = frame(view(rec.trace), 0)
    future = [n.id for n in graph if "future" in painted.classes[f"c{n.id}"].split()]
    assert [n.id for n in graph if n.names and n.names[0] == "z"] == future


def test_number_that_nobody_saw_is_a_dash_and_one_that_was_used_is_known() -> None:
    """``y`` was handed to the recorded product; ``x**2`` never was."""
    rec = graph_from_before()
    texts = frame(view(rec.trace), 0).texts
    shown = {node.op: texts[f"c{node.id}v"] for node in rec.trace.graph.nodes}
    assert ("–", "15.0") == (shown["pow"], shown["add"])
