"""Calling a module: what hooks see and change, and what an observer is told."""

from __future__ import annotations

from typing import Any

import pytest

from autoviz.core import modes
from autoviz.core.modes import Observer
from autoviz.core.tensor import Tensor, wrap
from autoviz.nn.modules.module import Module
from tests.nn.modules.agreement import agree_on_modules
from tests.oracle import ours

SCALED = """
class Scaled(nn.Module):
    def forward(self, x, by=1):
        return x * by

class Broken(nn.Module):
    def forward(self, x):
        raise ValueError("no")

m = Scaled()
x = t.ones(2)
"""


def test_forward_hooks_are_called_in_order_and_change_what_they_see() -> None:
    agree_on_modules(
        SCALED
        + """
handles = [
    m.register_forward_pre_hook(lambda m, args: say("before", args)),
    m.register_forward_pre_hook(lambda m, args: args[0] * 2, prepend=True),
    m.register_forward_pre_hook(lambda m, a, k: (a, {"by": 5}), with_kwargs=True),
    m.register_forward_hook(lambda m, args, out: say("after", args, out)),
    m.register_forward_hook(
        lambda m, a, k, out: out * k["by"], with_kwargs=True, prepend=True
    ),
]
say(m(x))
for each in handles:
    each.remove()
say(m(x, by=3), len(m._forward_hooks), len(m._forward_pre_hooks))
with m.register_forward_hook(lambda m, args, out: out + 100):
    say(m(x))
say(m(x))
"""
    )


def test_some_hooks_are_called_even_after_a_mistake() -> None:
    agree_on_modules(
        SCALED
        + """
m = Broken()
m.register_forward_hook(lambda *a: say("always", a[1:]), always_call=True)
m.register_forward_hook(lambda *a: say("never"))
m.register_forward_hook(lambda *a: 1 / 0, always_call=True)
tried(lambda: m(3))
"""
    )


def test_a_hook_that_returns_nonsense_is_refused() -> None:
    agree_on_modules(
        SCALED
        + """
m.register_forward_pre_hook(lambda m, args, kwargs: 3, with_kwargs=True)
tried(lambda: m(x))
"""
    )


class _Diary(Observer):
    def __init__(self) -> None:
        self.told: list[str] = []

    def module_entered(self, module: Module) -> None:
        self.told.append(f"into {type(module).__name__}")

    def module_left(self, module: Module, _: Any) -> None:
        self.told.append(f"out of {type(module).__name__}")

    def forward(self, op: Any, *_: Any) -> None:
        self.told.append(op.name)


class _Outer(Module):
    def __init__(self, inner: Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        doubled: Tensor = self.inner(x + 1)
        return doubled


class _Failing(Module):
    def forward(self, x: Tensor) -> Tensor:
        raise ValueError


@pytest.fixture
def diary() -> Any:
    modes.state.observer = found = _Diary()
    yield found
    modes.state.observer = None


def test_an_observer_is_told_what_runs_inside_of_what(diary: _Diary) -> None:
    _Outer(ours.nn.Tanh())(wrap(ours.ones(1).array))
    inner = ["into Tanh", "tanh", "out of Tanh"]
    assert diary.told == ["into _Outer", "add", *inner, "out of _Outer"]


def test_an_observer_is_told_that_a_module_is_left_by_a_mistake(diary: _Diary) -> None:
    with pytest.raises(ValueError):
        _Failing()(ours.ones(1))
    assert diary.told == ["into _Failing", "out of _Failing"]


def test_an_observer_hears_nothing_of_how_layers_are_made(diary: _Diary) -> None:
    nn = ours.nn
    nn.Linear(2, 2), nn.BatchNorm1d(2), nn.LSTM(2, 2), nn.Embedding(2, 2, 0)
    nn.Transformer(2, 1, 1, 1, 2)
    assert diary.told == []
