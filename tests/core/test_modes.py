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
    "generators are in their mode only while they run": """
        x = t.tensor(1.0, requires_grad=True)

        @t.no_grad()
        def counting(n):
            got = None
            for number in range(n):
                got = yield number, t.is_grad_enabled(), (x * 2).requires_grad, got
            return "done"

        counted = counting(2)
        say(next(counted), t.is_grad_enabled())
        with t.no_grad():
            say(counted.send("sent"))
        try:
            next(counted)
        except StopIteration as end:
            say(end.value, t.is_grad_enabled())
    """,
    "what is thrown into a generator": """
        @t.no_grad()
        def waiting():
            try:
                yield 1
            except ValueError:
                yield "caught", t.is_grad_enabled()
            finally:
                say("finally", t.is_grad_enabled())

        one = waiting()
        next(one)
        say(one.throw(ValueError()), t.is_grad_enabled())
        one.close()
        two = waiting()
        next(two)
        two.close()
        three = waiting()
        next(three)
        three.throw(KeyError("key"))
    """,
    "a generator in a mode of its own": """
        @t.no_grad()
        def outer():
            t.set_grad_enabled(True)
            yield t.is_grad_enabled()
            yield t.is_grad_enabled()

        say(list(outer()), t.is_grad_enabled())
    """,
    "decorated classes": """
        class Made:
            def __init__(self):
                self.enabled = t.is_grad_enabled()

        say(t.no_grad()(Made)().enabled)
    """,
    "decorated methods": """
        class Made:
            @t.no_grad()
            def method(self):
                return t.is_grad_enabled()

            @staticmethod
            @t.no_grad
            def static(a):
                return t.is_grad_enabled(), a

        say(Made().method(), Made.static(3))
    """,
    "the class is no context": """
        exec("with t.no_grad: pass", {"t": t})
    """,
    "set_grad_enabled prints, and takes a bool": """
        with t.set_grad_enabled(False) as nothing:
            say(nothing)
        say(t.set_grad_enabled(True))
        t.set_grad_enabled(1)
    """,
    "set_grad_enabled takes something": """
        t.set_grad_enabled()
    """,
    "nested contexts of one object": """
        off = t.no_grad()
        with off:
            with off:
                pass
            say(t.is_grad_enabled())
        say(t.is_grad_enabled())
        t.set_grad_enabled(True)
    """,
    "inference_mode": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        with t.inference_mode() as nothing:
            y = x * 2
            view = x.view(1, 2)
            made = t.ones(2, requires_grad=True)
            say(nothing, t.is_inference_mode_enabled(), t.is_grad_enabled())
            say(y, y.is_inference(), view.is_inference(), view._base is x)
            say(made, made.is_inference(), (made * 2).requires_grad)
            with t.enable_grad():
                z = x * 2
                say(z.requires_grad, z.is_inference(), t.is_grad_enabled())
            y.add_(1)
            made = t.ones(2).requires_grad_()
        say(t.is_inference_mode_enabled(), t.is_grad_enabled(), t.is_inference(y))
        say(y.detach().is_inference(), y.clone().is_inference(), (y + 1).is_inference())
        say(y.view(2, 1).is_inference(), y.view(2, 1)._base, x + y)
        say((view * 2).requires_grad)
    """,
    "inference_mode is left": """
        with t.inference_mode():
            with t.inference_mode(False):
                say(t.is_inference_mode_enabled(), t.is_grad_enabled())
                say(t.ones(2).is_inference())
        with t.no_grad(), t.inference_mode(mode=False):
            say(t.is_inference_mode_enabled(), t.is_grad_enabled())
    """,
    "inference_mode as a decorator": """
        @t.inference_mode
        def bare():
            return t.is_inference_mode_enabled()

        @t.inference_mode()
        def called(a, *, b=3):
            return t.is_inference_mode_enabled(), a, b

        @t.inference_mode(mode=False)
        def left():
            return t.is_inference_mode_enabled(), t.ones(1).is_inference()

        @t.inference_mode()
        def generating():
            yield t.is_inference_mode_enabled()

        say(bare(), called(1, b=2), left(), list(generating()))
        with t.inference_mode():
            say(left())
    """,
    "made in inference_mode: no version": """
        with t.inference_mode():
            y = t.ones(2)
        y._version
    """,
    "made in inference_mode: not saved": """
        with t.inference_mode():
            y = t.ones(2)
        say(t.ones(2, requires_grad=True) + y)
        t.ones(2, requires_grad=True) * y
    """,
    "made in inference_mode: not written to outside": """
        with t.inference_mode():
            y = t.ones(2)
        y.add_(1)
    """,
    "made in inference_mode: its views neither": """
        with t.inference_mode():
            y = t.ones(2)
        y.view(1, 2).mul_(3)
    """,
    "made in inference_mode: no gradient": """
        with t.inference_mode():
            y = t.ones(2)
        say(y.requires_grad_(False))
        try:
            y.requires_grad = True
        except RuntimeError as error:
            say(error)
        y.requires_grad_()
    """,
    "what is not made in inference_mode may be written to there": """
        x, y = t.ones(2, requires_grad=True), t.ones(2)
        with t.inference_mode():
            x.add_(1)
            y.add_(1)
            view = y.view(1, 2)
            view.add_(1)
        say(x, x._version, y, y._version, view._version)
        view.add_(1)
        say(view)
    """,
    "a view from inference_mode of a result is not written to": """
        z = t.ones(2, requires_grad=True) * 1
        with t.inference_mode():
            view = z.view(1, 2)
        view.add_(1)
    """,
    "backward in inference_mode": """
        x = t.ones(2, requires_grad=True)
        y = (x + x).sum()
        with t.inference_mode():
            y.backward()
        say(x.grad, x.grad.is_inference())
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

    def failed(self, node, error, retained) -> None:
        self.told.append(f"{node.name()} {type(error).__name__}")

    def hooked(self, node, where, before, after, name) -> None:
        came, left = (
            [None if each is None else each.tolist() for each in some]
            for some in (before, after)
        )
        self.told.append(f"{name} {where} {node.name()} {came} {left}")

    def left(self, tensor, by) -> None:
        self.told.append(f"{by} {tensor!r}")

    def grad_set(self, tensor, before) -> None:
        self.told.append(f"grad {before!r} {tensor.grad!r}")

    def mode(self, name, entered) -> None:
        self.told.append(f"{name} {entered}")


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
        "no_grad True",
        "writing tensor(3., requires_grad=True)",
        "add tensor(4., requires_grad=True) no_grad True",
        "no_grad False",
        "seed 1.0",
        "MulBackward0 [1.0] [2.0, None] True [1.0]",
        "accumulate None 2.0 2.0",
    ]


def test_an_observer_is_told_of_ways_out_and_of_grad(notes: list[str]) -> None:
    x = ours.tensor(3.0, requires_grad=True)
    y = x * 2
    notes.clear()
    assert 6.0 == y.item()
    assert 3 == int(x)
    assert "6.0" == f"{y:.1f}"
    x.grad = ours.ones(())
    del x.grad
    x.detach().numpy()
    told = ["item() tensor(6., grad_fn=<MulBackward0>)"]
    told += ["int() tensor(3., requires_grad=True)", "created tensor(1.)"]
    told += ["grad None tensor(1.)", "grad tensor(1.) None"]
    assert told == notes[:-1]


def test_an_observer_is_told_what_hooks_change(notes: list[str]) -> None:
    x = ours.tensor(3.0, requires_grad=True)
    y = x * 2

    def halve(g):
        return 0.5 * g

    def look(g):
        pass

    def thrice(sent, arrived):
        return tuple(None if each is None else 3 * each for each in sent)

    x.register_hook(halve)
    y.register_hook(look)
    y.grad_fn.register_hook(thrice)
    notes.clear()
    y.backward()
    assert notes == [
        "seed 1.0",
        "MulBackward0 [1.0] [2.0, None] True []",
        "thrice sent MulBackward0 [2.0, None] [6.0, None]",
        "halve arrived torch::autograd::AccumulateGrad [6.0] [3.0]",
        "accumulate None 3.0 3.0",
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
