"""The whole story of a program of the numpy core: modes, ways out, hooks, memory.

Version counters are compared with those of real PyTorch, which runs the same program.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Cut, Forward, GradSet, History, Hook, Mode, Step
from tests.core.test_random_programs import programs
from tests.oracle import ours
from tests.watch.parity import recorded
from tests.watch.test_torch_parity import HELPER, LEAVES, WRITES


def leaf(*numbers: float) -> av.Tensor:
    return av.tensor(numbers or 2.0, requires_grad=True)


def only(rec: Recording, *kinds: type[Step]) -> list[Any]:
    return [step for step in rec.trace.steps if isinstance(step, kinds)]


# modes


def modes(rec: Recording) -> list[tuple[str, bool]]:
    return [(step.name, step.entered) for step in only(rec, Mode)]


def test_modes_of_the_learners_are_told() -> None:
    with av.record() as rec, av.no_grad():
        with av.enable_grad():
            leaf()
        with av.inference_mode(), av.set_grad_enabled(True):
            leaf()
    assert [
        ("no_grad", True),
        ("enable_grad", True),
        ("enable_grad", False),
        ("inference_mode", True),
        ("set_grad_enabled(True)", True),
        ("set_grad_enabled(True)", False),
        ("inference_mode", False),
        ("no_grad", False),
    ] == modes(rec)


def test_a_function_in_no_grad_is_told_where_it_is_called() -> None:
    @av.no_grad()
    def double(x: av.Tensor) -> av.Tensor:
        return x * 2

    with av.record() as rec:
        double(leaf())
    assert ["Mode", "Forward", "Mode"] == [type(s).__name__ for s in rec.trace.steps]
    assert {"double(leaf())"} == {step.source.expression for step in only(rec, Mode)}


def test_a_mode_that_is_set_is_told_once() -> None:
    with av.record() as rec:
        av.set_grad_enabled(False)
        av.set_grad_enabled(True)
    assert [
        ("set_grad_enabled(False)", True),
        ("set_grad_enabled(True)", True),
    ] == modes(rec)


def test_a_with_block_is_shown_by_its_first_line() -> None:
    with av.record() as rec:  # noqa: SIM117
        with av.no_grad():
            leaf()
    assert ["with av.no_grad()"] * 2 == [s.source.expression for s in only(rec, Mode)]


def test_no_grad_inside_of_the_library_is_not_told() -> None:
    with av.record() as rec:
        y = av.autograd.functional.vjp(lambda x: x * x, leaf())
    assert y
    assert [] == modes(rec)


# ways out


def test_ways_out_of_autograd_are_told() -> None:
    with av.record() as rec:
        x = leaf() * 3
        x.item()
        x.tolist()
        bool(x)
        with pytest.warns(UserWarning, match="to a scalar"):
            float(x)
        x.detach().numpy()
    cuts = only(rec, Cut)
    assert ["item()", "tolist()", "bool()", "float()"] == [step.by for step in cuts]
    assert {1} == {step.node for step in cuts}
    assert "x.item()" == cuts[0].source.expression


def test_showing_a_tensor_is_no_way_out() -> None:
    with av.record() as rec:
        x = leaf()
        assert "tensor(2., requires_grad=True) 2.0" == f"{x!r} {x:.1f}"
    assert [] == only(rec, Cut)


# .grad


def settings(rec: Recording) -> list[Any]:
    def numbers(value: Any) -> Any:
        return None if value is None else value.numbers

    found = only(rec, GradSet)
    return [(each.by, numbers(each.before), numbers(each.value)) for each in found]


def test_setting_a_gradient_by_hand_is_told() -> None:
    with av.record() as rec:
        w = leaf(1.0, 2.0)
        (w * w).sum().backward()
        w.grad.zero_()  # type: ignore[union-attr]
        w.grad[0] = 5  # type: ignore[index]
        w.grad *= 2  # type: ignore[operator, assignment]
        w.grad = None
        w.grad = av.ones(2)
    assert [
        ("zero_()", (2.0, 4.0), (0.0, 0.0)),
        ("[0] =", (0.0, 0.0), (5.0, 0.0)),
        ("mul_()", (5.0, 0.0), (10.0, 0.0)),
        ("= None", (10.0, 0.0), None),
        ("=", None, (1.0, 1.0)),
    ] == settings(rec)
    assert {0} == {each.node for each in only(rec, GradSet)}


def test_a_gradient_from_before_is_there_until_it_is_set() -> None:
    w, v = leaf(1.0), leaf(3.0)
    (w * v).sum().backward()
    with av.record() as rec:
        w.grad = None
        v.grad.zero_()  # type: ignore[union-attr]
    held = [dict(each.grads) for each in History(rec.trace)]
    shown = [{node: grad.numbers for node, grad in each.items()} for each in held]
    assert [{0: (3.0,), 1: (1.0,)}, {1: (1.0,)}, {1: (0.0,)}] == shown


def test_a_gradient_that_has_grown_is_shown_as_it_is() -> None:
    with av.record() as rec:
        w = leaf(1.0)
        for _ in range(2):
            (w * 3).sum().backward()
            _ = w.grad * 2  # type: ignore[operator]
    cards = [node for node in rec.trace.graph.nodes if node.names == ("w.grad",)]
    assert [(3.0,), (6.0,)] == [each.value and each.value.numbers for each in cards]


# hooks


def test_a_hook_that_changes_something_is_told() -> None:
    def tenfold(g: av.Tensor) -> av.Tensor:
        return g * 10

    def look(g: av.Tensor) -> None:
        assert g.shape == ()

    with av.record() as rec:
        x = leaf()
        y = x * 3
        y.register_hook(tenfold)
        y.grad_fn.register_hook(lambda sent, _: (sent[0] + 1, None))  # type: ignore[union-attr]
        x.register_hook(look)
        y.backward()
    told = [
        (h.node, h.where, h.before[0].item(), h.after[0].item(), h.name)
        for h in only(rec, Hook)
    ]
    assert [
        (1, "arrived", 1.0, 10.0, "tenfold"),
        (1, "sent", 30.0, 31.0, "<lambda>"),
    ] == told
    last = list(History(rec.trace))[-1]
    assert 31.0 == last.gradients[0].item() == last.sent[1, 0].item()


# memory and versions


def test_views_and_writes_share_memory() -> None:
    with av.record() as rec:
        x = leaf(1.0, 2.0)
        b = x * 1
        v = b[0]
        b.add_(1)
        d = b.detach()
        _ = v * d
    shown = [
        (each.names, each.view_of, each.memory)
        for each in rec.trace.graph.nodes
        if each.memory is not None
    ]
    assert [
        (("v",), 1, 1),
        (("b",), None, 1),
        (("d",), None, 1),
        (("v",), 3, 1),
    ] == shown
    versions = [step.version for step in only(rec, Forward)]
    assert [0, 0, 1, 1, 1, 0] == versions


def test_a_version_from_before_is_the_start() -> None:
    k = av.zeros(2)
    k.add_(1)
    with av.record() as rec:
        k.add_(1)
    assert [1] == [node.version for node in rec.trace.graph.nodes if node.value]
    assert [2] == [step.version for step in only(rec, Forward)]


def counted(program: str) -> tuple[dict[str, int], dict[str, int]]:
    """What real PyTorch counts in the end, and what is recorded here, by name."""
    spaces: list[dict[str, Any]] = []
    told: dict[str, int] = {}
    note = "\nkeep(locals())"
    for library in (torch, ours):
        rec = recorded(program + note, library, keep=spaces.append)
        if library is ours and spaces and len(spaces) == 2:
            last = list(History(rec.trace))[-1]
            for name, each in spaces[1].items():
                node = next((n for f in rec._find if (n := f(each)) is not None), None)
                if isinstance(each, av.Tensor) and node is not None:
                    storage = rec.trace.graph.nodes[node].storage
                    told[name] = last.versions.get(storage, 0)
    counts = spaces[0] if len(spaces) == 2 else {}
    return {name: counts[name]._version for name in told}, told


@pytest.mark.parametrize("program", WRITES.values(), ids=WRITES)
def test_versions_are_pytorchs(program: str) -> None:
    expected, actual = counted(LEAVES + program)
    assert expected == actual


@given(programs())
@pytest.mark.filterwarnings("ignore:The .grad attribute")
@pytest.mark.filterwarnings("ignore:var")
def test_versions_of_random_programs_are_pytorchs(program: str) -> None:
    expected, actual = counted(HELPER + program)
    assert expected == actual
