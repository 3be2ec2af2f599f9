"""Grad on, grad off, and the observer: as contexts, decorators and functions."""

from __future__ import annotations

import threading

import pytest

from autoviz.core.modes import state
from tests.oracle import agree_on_story, ours

STORIES = {
    "no_grad": """
        x = t.tensor(1.0, requires_grad=True)
        with t.no_grad() as nothing:
            y = x * 2
            made = t.ones(2, requires_grad=True)
            say(nothing, t.is_grad_enabled())
        say(y, y.requires_grad, y.is_leaf, y.grad_fn, made.requires_grad)
        say(t.is_grad_enabled(), (x * 2).requires_grad)
    """,
    "enable_grad within no_grad": """
        x = t.tensor(1.0, requires_grad=True)
        with t.no_grad():
            with t.enable_grad():
                inner = x * 3
            outer = x * 4
        say(inner.requires_grad, outer.requires_grad, t.is_grad_enabled())
    """,
    "decorators": """
        x = t.tensor(1.0, requires_grad=True)

        @t.no_grad()
        def called(a, b=2):
            "What it does."
            return a * b

        @t.no_grad
        def bare(a):
            return a * 2

        @t.enable_grad()
        def enabled(a):
            return a * 2

        @t.enable_grad
        def enabled_bare(a):
            return a * 2

        say(called.__name__, called.__doc__, called(x, b=3), bare(x))
        with t.no_grad():
            say(enabled(x), enabled_bare(x), t.is_grad_enabled())
        say(t.is_grad_enabled())
    """,
    "set_grad_enabled as a function": """
        x = t.tensor(1.0, requires_grad=True)
        t.set_grad_enabled(False)
        say(t.is_grad_enabled(), x * 2)
        t.set_grad_enabled(True)
        say(t.is_grad_enabled(), x * 2)
    """,
    "set_grad_enabled as a context": """
        x = t.tensor(1.0, requires_grad=True)
        with t.set_grad_enabled(False):
            say(x * 2)
            with t.set_grad_enabled(True):
                say(x * 2)
            say(x * 2)
        say(t.is_grad_enabled())
    """,
    "set_grad_enabled as a decorator": """
        @t.set_grad_enabled(False)
        def off(a):
            return a * 2

        say(t.is_grad_enabled(), off(t.ones(2, requires_grad=True)))
        say(t.is_grad_enabled())
    """,
    "an error puts it back": """
        @t.no_grad()
        def fails():
            raise KeyError

        for attempt in (fails, lambda: t.no_grad().__enter__() or 1 / 0):
            try:
                with t.enable_grad():
                    attempt()
            except (KeyError, ZeroDivisionError):
                say(t.is_grad_enabled())
    """,
    "one context used twice": """
        context = t.no_grad()
        for _ in range(2):
            with context:
                say(t.is_grad_enabled())
            say(t.is_grad_enabled())
    """,
    "a leaf may be written to": """
        x = t.ones(2, requires_grad=True)
        with t.no_grad():
            x -= 0.5
            x.view(-1).mul_(4)
        say(x, x._version, x.is_leaf)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_mode_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_a_mode_belongs_to_its_thread() -> None:
    elsewhere: list[bool] = []
    with ours.no_grad():
        thread = threading.Thread(
            target=lambda: elsewhere.append(ours.is_grad_enabled())
        )
        thread.start()
        thread.join()
    assert elsewhere == [True]


class Notes:
    """An observer that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def created(self, tensor: object) -> None:
        self.told.append(f"created {tensor!r}")

    def writing(self, tensor: object) -> None:
        self.told.append(f"writing {tensor!r}")

    def forward(self, op, operands, arguments, output, reason, in_place) -> None:
        self.told.append(f"{op.name} {output!r} {reason} {in_place}")

    def seed(self, root, gradient, continues) -> None:
        self.told.append(f"seed {gradient}")

    def backward(self, node, arrived, sent, freed, retained) -> None:
        came, went, kept = (
            [None if each is None else each.tolist() for each in several]
            for several in (arrived, sent, retained)
        )
        self.told.append(f"{node.name()} {came} {went} {freed} {kept}")

    def accumulate(self, leaf, before, arrived, after) -> None:
        self.told.append(f"accumulate {before} {arrived} {after}")

    def failed(self, node, error) -> None:
        self.told.append(f"{node.name()} {type(error).__name__}")


@pytest.fixture
def notes():
    state.observer = Notes()
    yield state.observer.told
    state.observer = None


def test_an_observer_is_told_everything(notes: list[str]) -> None:
    x = ours.tensor(3.0, requires_grad=True)
    y = x * 2
    y.retain_grad()
    with ours.no_grad():
        x.add_(1)
    y.backward()
    assert notes == [
        "created tensor(3., requires_grad=True)",
        "mul tensor(6., grad_fn=<MulBackward0>) None False",
        "writing tensor(3., requires_grad=True)",
        "add tensor(4., requires_grad=True) no_grad True",
        "seed 1.0",
        "MulBackward0 [1.0] [2.0, None] True [1.0]",
        "accumulate None 2.0 2.0",
    ]


def test_an_observer_is_told_of_a_failure(notes: list[str]) -> None:
    y = ours.tensor(3.0, requires_grad=True) * 2
    y.backward()
    notes.clear()
    with pytest.raises(RuntimeError, match="a second time"):
        y.backward()
    assert notes == ["seed 1.0", "MulBackward0 RuntimeError"]


def test_looking_at_a_saved_number_creates_nothing(notes: list[str]) -> None:
    y = ours.tensor(3.0, requires_grad=True) * 2
    notes.clear()
    assert repr(y.grad_fn._saved_other) == "tensor(2)"
    assert notes == []


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("c * 2", "no input requires grad"),
        ("x > 0", "the result is bool"),
        ("x.detach()", "detach"),
        ("x * 2", None),
    ],
)
def test_an_observer_is_told_why_something_is_not_recorded(
    notes: list[str], expression: str, reason: str | None
) -> None:
    space = {"x": ours.tensor(3.0, requires_grad=True), "c": ours.tensor(1.0)}
    eval(expression, space)
    assert notes[-1].endswith(f" {reason} False")
