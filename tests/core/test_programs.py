"""The five programs of the demo, run in PyTorch too, with their numbers."""

from __future__ import annotations

import inspect
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from tests.oracle import (
    Outcome,
    agree_on_story,
    assert_same,
    backward_order,
    error_text,
    ours,
)

PROGRAMS = ("tutorial", "neuron", "fan_out", "perceptron", "backward_twice")


class Recording:
    """Stands in for ``av.record()``: a with-block that records nothing."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def source(name: str) -> str:
    """The text of one of the programs."""
    return files("autoviz.programs").joinpath(f"{name}.py").read_text()


def ran(name: str, t: Any) -> tuple[Outcome, dict[str, Any]]:
    """Run it line by line as a learner would, with ``t`` for the library."""
    library = SimpleNamespace(**{n: getattr(t, n) for n in vars(ours)})
    library.record = Recording
    told, space = Outcome(), {"av": library, "print": lambda *things: None}
    text = source(name).replace("import autoviz as av", "")
    try:
        exec(text, space)
    except RuntimeError as error:
        told.words["error"] = error_text(error)
    for variable, value in space.items():
        if isinstance(value, t.Tensor):
            told.tell(variable, value)
            if value.is_leaf and value.grad is not None:
                told.tell(f"{variable}.grad", value.grad)
                del told.words[f"{variable}.grad"]["version"]
    return told, space


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_leaves_the_same_behind(name: str) -> None:
    assert_same(ran(name, torch)[0], ran(name, ours)[0])


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_runs_backward_in_the_same_order(name: str) -> None:
    orders = []
    for t in (torch, ours):
        lines = inspect.cleandoc(source(name)).splitlines()
        text = "\n".join(line for line in lines if ".backward()" not in line)
        library = SimpleNamespace(**{n: getattr(t, n) for n in vars(ours)})
        library.record = Recording
        space = {"av": library, "print": lambda *things: None}
        exec(text.replace("import autoviz as av", ""), space)
        leaves = {n: v for n, v in space.items() if isinstance(v, t.Tensor)}
        root = space["loss"] if "loss" in space else space["y"]
        orders.append(backward_order(root, **leaves))
    assert orders[0] == orders[1]


@pytest.mark.parametrize(
    ("name", "gradients"),
    [
        ("tutorial", {"x": 256.0}),
        ("neuron", {"w": 42.0, "x": 28.0, "b": 14.0}),
        ("fan_out", {"x": 7.0}),
        ("backward_twice", {"w": 36.0}),
    ],
)
def test_a_program_has_its_numbers(name: str, gradients: dict[str, float]) -> None:
    space = ran(name, ours)[1]
    assert {n: space[n].grad.item() for n in gradients} == gradients


def test_the_mistake_is_a_mistake() -> None:
    told = ran("backward_twice", ours)[0]
    assert told.words["error"].startswith("RuntimeError: Trying to backward through")


def test_what_a_learner_prints_is_the_same() -> None:
    agree_on_story("""
        x = t.tensor(3.0, requires_grad=True)
        y = x**2 + 2*x + 1
        loss = y**2
        say(x, y, y.grad_fn, loss)
        loss.backward()
        say(x.grad)
        with t.no_grad():
            z = 2*x
        say(z, z.requires_grad)
    """)


def test_gradient_descent_takes_the_same_way() -> None:
    agree_on_story("""
        w = t.tensor(4.0, requires_grad=True)
        for step in range(5):
            (w**2).backward()
            with t.no_grad():
                w -= 0.1 * w.grad
            say(w, w._version)
            if step != 2:
                w.grad = None
    """)
