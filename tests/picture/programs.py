"""Recordings to draw: the five of the demo, and shapes that are hard to lay out."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import autoviz as av
from autoviz.cli import PROGRAMS
from autoviz.picture.frame import frame
from autoviz.picture.svg import draw
from autoviz.picture.view import View, view
from autoviz.recording import Recording
from autoviz.records import Seed, Trace
from autoviz.watch.script import run
from tests.picture import stories
from tests.picture.drawn import Drawn, read
from tests.picture.traces import Builder, edge, value

__all__ = ["EVERY", "FIVE", "SHAPES", "STORIES", "five", "pictures", "recorded", "seen"]

FIVE = PROGRAMS


@cache
def five(name: str) -> Recording:
    """One of the five programs, recorded."""
    folder = Path(av.__file__).parent / "programs"
    with redirect_stdout(io.StringIO()):
        return run(folder / f"{name}.py").made[0].recording


def _leaf(number: float) -> av.Tensor:
    return av.tensor(number, requires_grad=True)


def six_leaves() -> Recording:
    with av.record() as rec:
        a, b, c, d, e, f = (_leaf(float(number)) for number in range(1, 7))
        total = a + b + c + d + e + f
        total.backward()
    return rec


def chain() -> Recording:
    """Nine operations in a row: top to bottom."""
    with av.record() as rec:
        x = _leaf(0.5)
        y = (((x * 2 + 1).tanh() * 3 - 1).sigmoid() ** 2 * 0.5).exp()
        y.backward()
    return rec


def cube() -> Recording:
    with av.record() as rec:
        x = _leaf(2.0)
        y = x * x * x
        y.backward()
    return rec


def diamond() -> Recording:
    with av.record() as rec:
        x = _leaf(-3.0)
        left = x * 2
        right = x.exp()
        out = left * right
        out.backward()
    return rec


def wide_diamond() -> Recording:
    """One leaf, four ways, and one of them straight to the end."""
    with av.record() as rec:
        x = _leaf(1.5)
        out = x * 2 + x.exp() + x.tanh() + x**2 + x
        out.backward()
    return rec


def matrices() -> Recording:
    with av.record() as rec:
        W = av.tensor([[1.0, -2.0], [0.25, 1e-5]], requires_grad=True)
        h = W @ W
        loss = (h + W).sum()
        loss.backward()
    return rec


def twice_kept() -> Recording:
    """Two backward calls, both good: ``.grad`` adds up."""
    with av.record() as rec:
        x = _leaf(3.0)
        y = x * x
        y.backward(retain_graph=True)
        y.backward()
    return rec


def two_losses() -> Recording:
    with av.record() as rec:
        w = _leaf(2.0)
        first = w * 3
        second = w**2
        first.backward()
        second.backward()
    return rec


def three_into_one() -> Recording:
    """An operation of three tensors, as a recorder would write it down."""
    build = Builder("y = f(a, b, c)", "y.backward()")
    leaves = [build.tensor(name, 2.0) for name in "abc"]
    inputs = [edge(f"i{leaf}", leaf, str(1 - leaf)) for leaf in leaves]
    y = build.op("f", "FBackward0", inputs, 8.0, at=("f(a, b, c)", 1), name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, 1.0, 0.0, -1.0)
    for leaf in leaves:
        build.accumulate(leaf, 1.0 - leaf)
    return Recording(build.trace())


def skip() -> Recording:
    """A residual: one edge runs past four cards."""
    with av.record() as rec:
        x = _leaf(0.25)
        h = ((x * 3).tanh() * 2).exp()
        out = h + x
        out.backward()
    return rec


def big_matrices() -> Recording:
    with av.record() as rec:
        av.manual_seed(1)
        X = av.randn(40, 30)
        W = av.randn(30, 20, requires_grad=True)
        loss = (X @ W).relu().mean()
        loss.backward()
    return rec


def hostile() -> Recording:
    """Names with markup, quotes, control and bidirectional characters."""
    with av.record() as rec:
        names = (
            '<script>alert("1")</script>&amp;\'"',
            "a\x00b\x1b[31m\u202egnp.exe\u2066",
            "long_" * 40,
            "漢字🎈",
        )
        leaves = [_leaf(1.0).named(name) for name in names]
        out = (leaves[0] * leaves[1] + leaves[2] * leaves[3]).named("]]>--><!--")
        out.backward()
    return rec


def empty() -> Recording:
    with av.record() as rec:
        x = av.zeros(0, 3, requires_grad=True)
        y = (x * 2).sum()
        y.backward()
    return rec


def kinds() -> Recording:
    """Three dimensions, bool and int, one element with and without dimensions."""
    with av.record() as rec:
        cube = av.tensor([[[1.0, 2.0], [3.0, 4.0]]] * 2, requires_grad=True)
        counts = av.tensor([[1, 2], [3, 4]])
        one = av.tensor([[[7.0]]], requires_grad=True)
        mask = cube > 1
        out = (cube * counts * one).sum()
        out.backward()
        del mask
    return rec


SHAPES: dict[str, Callable[[], Recording]] = {
    each.__name__: each
    for each in (
        six_leaves,
        chain,
        cube,
        diamond,
        wide_diamond,
        matrices,
        twice_kept,
        two_losses,
        three_into_one,
        skip,
        big_matrices,
        hostile,
        empty,
        kinds,
    )
}

STORIES: dict[str, Callable[[], Trace]] = {
    each.__name__: each
    for each in (
        stories.cut,
        stories.grads_set,
        stories.hooked,
        stories.hooked_tensor,
        stories.looked_at,
        stories.modes,
        stories.updated,
        stories.written,
    )
}

EVERY = (*FIVE, *SHAPES, *STORIES)


@cache
def recorded(name: str) -> Recording:
    if name in STORIES:
        return Recording(STORIES[name](), name)
    return five(name) if name in FIVE else SHAPES[name]()


@cache
def seen(name: str) -> View:
    return view(recorded(name).trace)


@cache
def pictures(name: str) -> tuple[Drawn, ...]:
    """Every step of a recording, drawn and read back."""
    view = seen(name)
    steps = range(len(view.snapshots))
    return tuple(read(draw(view, frame(view, k), name)) for k in steps)
