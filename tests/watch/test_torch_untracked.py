"""A call that PyTorch does not track is told as the core would have run it."""

from __future__ import annotations

import pytest
import torch

import autoviz as av
from autoviz.records import Forward, GraphNode, Trace

X = [[1.0, 5.0, 3.0], [2.0, 1.0, 4.0]]


def told(call: str, *, tracked: bool = False) -> Trace:
    """The recording of one call, whose results go into ``y``."""
    with av.record() as rec:
        x = torch.tensor(X, requires_grad=tracked)
        y = eval(call, {"x": x, "torch": torch})
    del y
    return rec.trace


def made(trace: Trace) -> list[GraphNode]:
    return [each for each in trace.graph.nodes if each.kind not in ("leaf", "input")]


@pytest.mark.parametrize("call", ["x.unbind()", "x.split(1)", "torch.linalg.qr(x)"])
def test_a_call_with_several_results_is_one_call_with_a_card_for_each(
    call: str,
) -> None:
    whole, *results = made(told(call))
    assert [each.id for each in results] == list(whole.results)
    assert {whole.id} == {each.inputs[0].node for each in results}
    assert {"untracked"} == {each.kind for each in (whole, *results)}


@pytest.mark.parametrize("call", ["x.max(0)", "x.sort()", "x.mode(0)"])
@pytest.mark.parametrize("tracked", [False, True])
def test_indices_stand_beside_their_values(call: str, tracked: bool) -> None:
    trace = told(call, tracked=tracked)
    values, indices = made(trace)
    assert ["op" if tracked else "untracked", "untracked"] == [
        values.kind,
        indices.kind,
    ]
    assert (0, "float32") == (values.inputs[0].node, values.dtype)
    assert (0, "int64", False) == (
        indices.inputs[0].node,
        indices.dtype,
        indices.inputs[0].needs_grad,
    )
    assert ("index", "1") in indices.arguments
    assert f"{values.symbol}[{{index}}]" == indices.symbol
    assert not values.results


def test_the_indices_that_a_node_has_saved_are_those_beside_it() -> None:
    values, indices = made(told("x.max(0)", tracked=True))
    assert [("indices", indices.id)] == [(s.name, s.node) for s in values.saved]


@pytest.mark.parametrize(
    ("call", "reasons"),
    [
        ("x.max(0)", ["no input requires grad"] * 2),
        ("x.unbind()", ["no input requires grad"] * 3),
        ("x.detach()", ["no input requires grad"]),
        ("x > 2", ["no input requires grad"]),
    ],
)
def test_why_it_is_not_recorded_without_gradients(
    call: str, reasons: list[str]
) -> None:
    assert reasons == [s.reason for s in told(call).steps if isinstance(s, Forward)]


def test_why_it_is_not_recorded_without_grad_mode() -> None:
    with av.record() as rec:
        x = torch.tensor(X, requires_grad=True)
        with torch.no_grad():
            most, where = x.max(0)
            is_large, part = x > 2, x[0, 1]
    del most, where, is_large, part
    reasons = [s.reason for s in rec.trace.steps if isinstance(s, Forward)]
    assert ["no_grad", "the result is int64", "the result is bool"] == reasons[:3]
    assert ["no_grad"] * 2 == reasons[3:]


def test_only_what_is_not_tracked_is_told_anew() -> None:
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        k = torch.tensor([[3.0], [4.0]])
        a, b = torch.broadcast_tensors(x, k)
    assert [("op", "expand"), ("untracked", "expand")] == [
        (each.kind, each.op) for each in made(rec.trace)
    ]
    assert a.requires_grad > b.requires_grad


def test_nothing_is_drawn_by_chance_a_second_time() -> None:
    av.manual_seed(0)
    expected = av.rand(3).tolist()
    av.manual_seed(0)
    with av.record(), torch.no_grad():
        x = torch.ones(3)
        torch.dropout(x, 0.5, True)
        x.mul(2).bernoulli_().normal_()
    assert expected == av.rand(3).tolist()


@pytest.mark.parametrize("name", ["t_", "squeeze_", "unsqueeze_"])
def test_another_look_is_told_from_the_shape_of_before(name: str) -> None:
    arguments = "0" if name == "unsqueeze_" else ""
    (look,) = made(told(f"x.view(2, 3).{name}({arguments})"))[1:]
    assert name.rstrip("_") == look.op
    changed = {"t_": (3, 2), "squeeze_": (2, 3), "unsqueeze_": (1, 2, 3)}
    assert changed[name] == look.shape
