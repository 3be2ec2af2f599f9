"""Every derivative of the whole table of operations is explained, or says why not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import autoviz as av
from autoviz.core.apply import apply
from autoviz.core.tensor import wrap
from autoviz.picture.caption import caption
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.why import Grid, why
from autoviz.picture.words import plain
from autoviz.records import Backward, History, Snapshot, Trace
from tests.core.test_table import DIFFERENTIABLE, ROWS, SAMPLES, each_sample

KERNELS = {
    *("CONV", "CONV1D", "CONV2D", "CONV3D"),
    *("CONV_TRANSPOSE1D", "CONV_TRANSPOSE2D", "CONV_TRANSPOSE3D"),
    *("AVG_POOL_BACKWARD", "GELU_BACKWARD"),
    *("ATTENTION", "NLL_BACKWARD", "TO_INPUT", "TO_WEIGHT"),
    *("LGAMMA", "DIGAMMA", "POLYGAMMA", "POLYGAMMA_IN_PLACE"),
    *("CROSS", "EIGH", "LSTSQ", "QR", "SVD", "SOLVE_TRIANGULAR"),
}
"""Whose numbers are worked out by an algorithm of its own."""

SPECIAL = {
    *(("PROD", at) for at in (1, 2)),
    *(("PROD_DIM", at) for at in (2, 3, 4, 5)),
    *(("CUMPROD", at) for at in (2, 3)),
    ("INDEX_ADD", 1),
    *((row, at) for row in ("VAR_MEAN", "STD_MEAN") for at in (0, 1)),
}
"""Samples with a zero, where the rule is 0/0; whose rule moves numbers as well; or
where two gradients arrive, and the rule is about the first."""


def backward_of(row: str, at: int) -> tuple[Trace, Snapshot]:
    """The backward step of a sample of a row, with a different gradient everywhere."""
    op = ROWS[row]
    inputs, arguments = SAMPLES[row][at]
    count = len(op.grads)
    leaves = [wrap(np.array(each), requires_grad=True) for each in inputs[:count]]
    others = [
        each if each is None else wrap(np.asarray(each)) for each in inputs[count:]
    ]
    with av.record() as rec:
        made = apply(op, *leaves, *others, **arguments)
        loss = av.tensor(0.0)
        for each in made if isinstance(made, tuple | list) else (made,):
            if each.dtype.is_floating_point:
                size = each.array.size
                weights = np.cos(np.arange(size)).reshape(each.array.shape) + 0.5
                loss = loss + (each * wrap(weights)).sum()
        loss.backward()
    ran = {
        each.step.node: each
        for each in History(rec.trace)
        if isinstance(each.step, Backward)
    }
    nodes = rec.trace.graph.nodes
    return rec.trace, ran[min(each for each in ran if nodes[each].op == op.name)]


def is_worked_out(flow: Flow) -> bool:
    """With numbers that give what was sent: nothing else is ever shown."""
    return bool(flow.local or flow.parts or flow.factors)


@pytest.mark.parametrize(("row", "at"), each_sample())
def test_every_input_is_sent_something_by_a_rule_that_can_be_read(
    row: str, at: int
) -> None:
    found = flows(backward_of(row, at)[1])
    assert len(DIFFERENTIABLE[row].grads) == len(found)
    assert [] == [each.rule for each in found if each.family is None]
    assert [] == [each.rule for each in found if not each.reading.is_known]


@pytest.mark.parametrize(("row", "at"), each_sample())
def test_what_is_calculated_is_shown_in_numbers_or_it_is_said_why_not(
    row: str, at: int
) -> None:
    calculated = [
        each
        for each in flows(backward_of(row, at)[1])
        if each.family in ("scale", "matmul", "mixed") and each.inside is None
    ]
    silent = [
        each.rule
        for each in calculated
        if not is_worked_out(each) and not each.unexplained
    ]
    assert [] == silent
    expected = row not in KERNELS and (row, at) not in SPECIAL
    assert expected <= all(map(is_worked_out, calculated))


@pytest.mark.parametrize(("row", "at"), each_sample())
def test_caption_and_panel_name_every_input(row: str, at: int) -> None:
    trace, snapshot = backward_of(row, at)
    panel, told = why(trace, snapshot), plain(caption(trace, snapshot))
    labels = [each.label for each in panel.rows]
    for flow in flows(snapshot):
        assert any(each.endswith(f" {flow.to}") for each in labels)
        assert flow.to in told
    for each in panel.rows:
        assert [] == [item for item in each.items if not said(item)]


def said(item: Any) -> bool:
    return bool(plain(item.caption) if isinstance(item, Grid) else item[1])
