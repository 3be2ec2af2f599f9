"""Watching changes nothing: what PyTorch computes is the same to the last bit."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

import pytest
import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Accumulate, Backward, Forward
from tests.watch.learner_programs import PROGRAMS, Program


def bits(tensors: list[torch.Tensor | None]) -> list[object]:
    """Type, shape and every bit."""
    return [
        None
        if each is None
        else (
            str(each.dtype),
            tuple(each.shape),
            each.detach().contiguous().flatten().view(torch.uint8).tolist(),
        )
        for each in tensors
    ]


def run(program: Program) -> list[torch.Tensor | None]:
    torch.manual_seed(0)
    return [*program(), torch.random.get_rng_state()]


def run_recorded(program: Program) -> tuple[list[torch.Tensor | None], Recording]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="autoviz")
        with av.record() as rec:
            found = run(program)
    return found, rec


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Using backward")
def test_what_is_computed_is_the_same_bit_for_bit(program: Program) -> None:
    plain = run(program)
    recorded, rec = run_recorded(program)
    assert bits(plain) == bits(recorded)
    kinds = {type(step) for step in rec.trace.steps}
    assert {Forward, Backward} <= kinds


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Using backward")
def test_what_is_recorded_can_be_told(program: Program) -> None:
    _, rec = run_recorded(program)
    assert len(rec.trace.steps) + 1 == len(re.findall(r"^ *\d+  ", str(rec), re.M))


def a_view_whose_memory_was_written_to() -> torch.Tensor:
    """It gets a new node when it is used, and no sooner."""
    x = torch.ones(2, requires_grad=True)
    b = x * 1
    v = b[:1]
    v.retain_grad()
    with torch.no_grad():
        b[1] = 0.5
    v.retain_grad()
    k = torch.ones(2, requires_grad=True)
    k.add(b)
    w = b * 2
    return (v * 3).sum() + w.sum()


def order_of(root: torch.Tensor) -> list[str]:
    """The names of the nodes in the order in which they ran."""
    ran: list[str] = []
    waiting, seen = [root.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting += [each for each, _ in node.next_functions]
            node.register_hook(lambda *_, node=node: ran.append(node.name()))
    root.backward()
    return ran


def a_view_that_is_only_looked_at() -> torch.Tensor:
    """Nothing of this asks for the node that its memory has outdated."""
    x = torch.ones(3, requires_grad=True)
    y = x * 2
    v, u = y[:2], y[1:]
    with torch.no_grad():
        y.mul_(3)
    assert (v > 1).all()
    assert v.detach().sum().item() > 1
    with torch.no_grad():
        v.add_(1)
        u.contiguous()
    z = (u * 2).sum()
    return (v * z).sum()


@pytest.mark.parametrize(
    "program", [a_view_whose_memory_was_written_to, a_view_that_is_only_looked_at]
)
def test_nodes_run_in_the_order_in_which_they_run_unwatched(
    program: Callable[[], torch.Tensor],
) -> None:
    expected = order_of(program())
    with av.record():
        actual = order_of(program())
    assert expected == actual


def test_a_gradient_becomes_that_of_a_leaf_that_was_given_another_shape() -> None:
    """PyTorch takes it if nobody else has it, and would have to refuse else."""
    with av.record() as rec:
        x = torch.tensor([[1.0], [2.0]], requires_grad=True)
        y = (x * 3).sum()
        with torch.no_grad():
            x.squeeze_(1)
        y.backward()
    assert torch.tensor([[3.0], [3.0]]).equal(x.grad)
    assert isinstance(rec.trace.steps[-1], Accumulate)
