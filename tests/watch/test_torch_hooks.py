"""Hooks of the learner's: before and after, bit for bit, and nothing is left behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.autograd.graph import get_gradient_edge

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Backward, Hook

Program = Callable[[], list[Any]]


def start() -> torch.Tensor:
    return torch.tensor([1.0, 2.0], requires_grad=True)


def of_a_module() -> list[Any]:
    torch.manual_seed(0)
    layer = nn.Linear(2, 2)

    def thrice(_: Any, gradients: Any) -> Any:
        return (gradients[0] * 3,)

    def twice(_: Any, sent: Any, arrived: Any) -> Any:
        return (sent[0] * 2,)

    layer.register_full_backward_pre_hook(thrice)
    layer.register_full_backward_hook(twice)
    x = start()
    layer(x * 1).sum().backward()
    return [x.grad, layer.weight.grad]


def in_place() -> list[Any]:
    def thrice(g: torch.Tensor) -> None:
        g.mul_(3)

    x = start()
    y = x * 2
    y.register_hook(thrice)
    (y * 1).sum().backward()
    return [x.grad]


def removed_by_itself() -> list[Any]:
    handles: list[Any] = []

    def thrice(g: torch.Tensor) -> torch.Tensor:
        handles[0].remove()
        return g * 3

    x = start()
    y = x * 2
    handles.append(y.register_hook(thrice))
    y.sum().backward(retain_graph=True)
    y.sum().backward()
    assert not y._backward_hooks
    return [x.grad]


def of_an_accumulate_grad() -> list[Any]:
    def thrice(g: Any) -> Any:
        return g * 3 if isinstance(g, torch.Tensor) else (g[0] * 3,)

    x = start()
    accumulate = get_gradient_edge(x).node
    accumulate.register_prehook(thrice)
    x.register_hook(thrice)
    (x * 2).sum().backward()
    return [x.grad]


def of_a_tensor_that_is_gone() -> list[Any]:
    def thrice(g: torch.Tensor) -> torch.Tensor:
        return g * 3

    def inner(x: torch.Tensor) -> torch.Tensor:
        y = x * 3
        y.register_hook(thrice)
        return y.exp()

    x = start()
    inner(x).sum().backward()
    return [x.grad]


def recorded(program: Program) -> tuple[list[Any], Recording]:
    with av.record() as rec:
        found = program()
    return found, rec


EXPECTED = {
    of_a_module: [("sent", "thrice", 3), ("sent", "twice", 2)],
    in_place: [("arrived", "thrice", 3)],
    removed_by_itself: [("arrived", "thrice", 3)],
    of_an_accumulate_grad: [("arrived", "thrice", 3), ("arrived", "thrice", 3)],
    of_a_tensor_that_is_gone: [("arrived", "thrice", 3)],
}


@pytest.mark.parametrize("program", EXPECTED, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("error:autoviz")
def test_a_change_is_told_before_and_after(program: Program) -> None:
    plain = program()
    found, rec = recorded(program)
    assert [each.tolist() for each in plain] == [each.tolist() for each in found]
    told = [each for each in rec.trace.steps if isinstance(each, Hook)]
    for step, (where, name, factor) in zip(told, EXPECTED[program], strict=True):
        assert (where, name) == (step.where, step.name)
        before, after = step.before[0], step.after[0]
        assert before is not None
        assert after is not None
        assert [factor * each for each in before.numbers or ()] == pytest.approx(
            after.numbers
        )
    assert len(re.findall(r"^ *\d+  ", str(rec), re.M)) == len(rec.trace.steps) + 1


def tables(y: torch.Tensor, handle: Any) -> list[list[Any]]:
    several = (y._backward_hooks, handle.hooks_dict_ref())
    return [list(each.values()) for each in several]


@pytest.mark.parametrize("fails", [False, True])
def test_hooks_from_before_are_told_and_stay_as_they_were(fails: bool) -> None:
    def other(g: torch.Tensor) -> torch.Tensor:
        return 1 / 0 if fails else g * 10

    x = start()
    y = x * 2
    x.register_hook(lambda g: g * 3)
    y.register_hook(other)
    handle = y.grad_fn.register_hook(lambda sent, _: (sent[0] * 7, None))
    before = tables(y, handle)
    with av.record() as rec:
        try:
            y.sum().backward()
        except ZeroDivisionError:
            assert fails
    assert before == tables(y, handle)
    told = [each.where for each in rec.trace.steps if isinstance(each, Hook)]
    assert ([] if fails else ["arrived", "sent", "arrived"]) == told


def test_a_hook_that_only_looks_is_no_step() -> None:
    seen = []
    with av.record() as rec:
        x = start()
        y = x * 2
        y.register_hook(seen.append)
        y.grad_fn.register_hook(lambda sent, arrived: None)
        y.sum().backward()
    assert [[1.0, 1.0]] == [each.tolist() for each in seen]
    assert [] == [each for each in rec.trace.steps if isinstance(each, Hook)]
    sent = [each.sent for each in rec.trace.steps if isinstance(each, Backward)]
    assert [(1.0, 1.0), (2.0, 2.0)] == [each[0].numbers for each in sent if each[0]]


def test_each_round_has_a_hook_of_its_own_where_the_last_one_was() -> None:
    """What is gone leaves its place in memory to the next."""
    with av.record() as rec:
        w = torch.tensor(3.0, requires_grad=True)
        for _ in range(20):
            h = w * w
            h.register_hook(lambda g: g + 1)
            h.backward()
    assert 20 == sum(isinstance(each, Hook) for each in rec.trace.steps)
