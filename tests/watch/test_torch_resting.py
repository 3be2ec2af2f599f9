"""While recording pauses nothing of ours stands between a program and PyTorch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.modules import module as modules
from torch.optim import optimizer as optimizers
from torch.overrides import TorchFunctionMode

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Accumulate, Forward, Mode, Seed, Skipped, Update
from autoviz.records.fold import fold


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
        self.head = nn.Linear(4, 1)

    def forward(self, x: Any) -> Any:
        return self.head(self.encoder(x))


def trained(rounds: Iterator[int] | range, seen: list[Any] | None = None) -> nn.Module:
    torch.manual_seed(0)
    model, x, y = Net(), torch.randn(8, 3), torch.randn(8, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in rounds:
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        if seen is not None:
            seen.append(standing_by())
    return model


def standing_by() -> tuple[int, int, int]:
    """Modes, hooks of modules, and hooks of optimizers."""
    return (
        torch._C._len_torch_function_stack(),
        len(modules._global_forward_pre_hooks) + len(modules._global_forward_hooks),
        len(optimizers._global_optimizer_pre_hooks)
        + len(optimizers._global_optimizer_post_hooks),
    )


def numbers(model: nn.Module) -> list[tuple[Any, Any]]:
    return [
        (e.tolist(), e.grad.tolist()) for e in model.parameters() if e.grad is not None
    ]


def told(rec: Recording, tensor: Any) -> tuple[Any, Any]:
    node = next(e for e in (find(tensor) for find in rec._find) if e is not None)
    end = fold(rec.trace, len(rec.trace.steps))
    return end.values[node].numbers, end.grads[node].numbers


OPTIONS: list[dict[str, Any]] = [
    {"every": 3},
    {"every": 3, "totals": True},
    {"only": "encoder"},
    {"only": "Linear", "every": 2},
    {"only": ["model.head", "ReLU"]},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_training_goes_on_as_without_us_and_its_end_is_told(
    options: dict[str, Any],
) -> None:
    expected = trained(range(8))
    with av.record(**options) as rec:
        model = trained(av.loop(range(8)))
    assert numbers(expected) == numbers(model)
    known = [
        each
        for each in model.parameters()
        if any(find(each) is not None for find in rec._find)
    ]
    assert known
    for each in known:
        assert each.grad is not None
        value, grad = (tuple(e.reshape(-1).tolist()) for e in (each, each.grad))
        assert (value, grad) == told(rec, each)
    assert () == rec.findings


def test_nothing_of_ours_is_there_in_a_round_that_is_left_out() -> None:
    seen: list[Any] = []
    with av.record(every=2):
        trained(av.loop(range(4)), seen)
    assert [(1, 2, 2), (0, 0, 0), (1, 2, 2), (0, 0, 0)] == seen
    assert (0, 0, 0) == standing_by()


def test_with_modes_of_the_learners_around_the_loop_ours_stays_and_is_silent() -> None:
    class Counts(TorchFunctionMode):
        calls = 0

        def __torch_function__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            self.calls += 1
            return func(*args, **(kwargs or {}))

    counted = []
    for every in (1, 3):
        with av.record(every=every) as rec, Counts() as mode:
            x = torch.tensor(2.0, requires_grad=True)
            for _ in av.loop(range(4)):
                (x * x).backward()
        counted.append(mode.calls)
        assert 0 == standing_by()[0]
    assert counted[0] == counted[1]
    assert 2 == sum(isinstance(each, Forward) for each in rec.trace.steps)


def test_a_module_is_found_by_its_name_by_the_end_of_it_and_by_its_type() -> None:
    for only in ("model.encoder", "encoder", "Sequential"):
        with av.record(only=only) as rec:
            trained(av.loop(range(1)))
        assert "model.encoder" == rec.trace.graph.scopes[0].name
        assert {0, 1, 2} == {each.id for each in rec.trace.graph.scopes}


def test_an_optimizer_outside_of_the_part_is_no_step_and_its_work_is_told() -> None:
    with av.record(only="encoder") as rec:
        model = trained(av.loop(range(2)))
    assert model is not None  # it lives as long as the block
    kinds = [type(each) for each in rec.trace.steps]
    assert Update not in kinds
    assert 2 == kinds.count(Seed)
    assert 4 == kinds.count(Accumulate)
    assert Skipped == kinds[-1]


def test_hooks_on_older_leaves_are_silent_in_a_pause_and_heard_again() -> None:
    with av.record(every=2) as rec:
        w = torch.tensor(2.0, requires_grad=True)
        trunk = w.exp()
        for _ in av.loop(range(3)):
            trunk.backward(retain_graph=True)
    kinds = [type(each) for each in rec.trace.steps]
    assert 2 == kinds.count(Seed) == kinds.count(Accumulate)
    steps = [each for each in rec.trace.steps if isinstance(each, Accumulate)]
    assert steps[1].before is not None
    one = w.exp().item()
    assert (2 * one,) == pytest.approx(steps[1].before.numbers)


def test_inference_mode_around_a_pause_is_entered_and_left_once() -> None:
    with av.record(every=2) as rec, torch.inference_mode():
        for _ in av.loop(range(3)):
            torch.ones(2) * 2
    modes = [each.entered for each in rec.trace.steps if isinstance(each, Mode)]
    assert [True, False] == modes


def test_a_graph_deeper_than_a_pause_keeps_its_nodes() -> None:
    with av.record(every=3) as rec:
        x = torch.tensor(1.0, requires_grad=True)
        h = x * 1
        for i in av.loop(range(7)):
            h = h * (i + 1)
        h.backward()
    ops = [each.op for each in rec.trace.graph.nodes if each.op]
    assert ["mul"] * 8 == ops
    assert x.grad is not None
    assert (x.grad.item(),) == told(rec, x)[1]
