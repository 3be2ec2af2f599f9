"""A trace made by hand that has everything, and real ones that have what they have."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache

import autoviz as av
from autoviz.records import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Graph,
    GraphNode,
    Hook,
    Input,
    Mode,
    Saved,
    Scope,
    Seed,
    Skipped,
    Source,
    Summary,
    Trace,
    Update,
    Value,
)
from tests.records.bodies import FIVE, recorded

__all__ = ["EVERYTHING", "REAL", "real"]


def pair(*numbers: float) -> Value:
    return Value((2,), "float32", numbers)


def one(number: float) -> Value:
    return Value((), "float32", (number,))


def at(line: int, expression: str) -> Source:
    return Source("cell [1]", line, line, 4, 4 + len(expression), expression)


LARGE = Value(
    (2, 40),
    "float64",
    None,
    Summary(-1.5, 0.1, 0.25, 3.5, 2, 1, 1, ((0.1, 2.0), (float("nan"), -0.0))),
)

NODES = (
    GraphNode(
        id=0,
        kind="leaf",
        op=None,
        grad_fn=None,
        shape=(2,),
        dtype="float32",
        names=("w", "weight"),
        source=at(1, "w = make()"),
        value=pair(1.0, -0.0),
        grad=pair(0.5, 0.25),
        scope=1,
        version=3,
    ),
    GraphNode(1, "input", None, None, (2, 40), "float64", names=("X",), value=LARGE),
    GraphNode(
        id=2,
        kind="op",
        op="mul",
        grad_fn="MulBackward0",
        shape=(2,),
        dtype="float32",
        inputs=(
            Input("self", 0, None, True, "other"),
            Input("other", None, "2", False, "self"),
        ),
        saved=(Saved("self", 0, None, 3), Saved("other", None, "2", 0)),
        names=("y",),
        symbol="{0} * {1}",
        source=replace(at(2, "w * 2"), end_line=3, column=None, end_column=None),
        scope=0,
    ),
    GraphNode(
        id=3,
        kind="op",
        op="view",
        grad_fn="ViewBackward0",
        shape=(2,),
        dtype="float32",
        inputs=(Input("self", 2, None, True, "reshape(g, self_sizes)"),),
        arguments=(("size", "(2,)"),),
        symbol="{0}.view({size})",
        view_of=2,
        memory=2,
    ),
    GraphNode(
        id=4,
        kind="op",
        op="unbind",
        grad_fn="UnbindBackward0",
        shape=(),
        dtype="float32",
        inputs=(Input("self", 3, None, True, "stack(g, dim)"),),
        arguments=(("dim", "0"),),
        symbol="{0}.unbind()",
        freed=True,
        results=(5, None),
    ),
    GraphNode(
        id=5,
        kind="op",
        op="output",
        grad_fn="UnbindBackward0",
        shape=(),
        dtype="float32",
        inputs=(Input("outputs", 4, None, True, "1"),),
        arguments=(("index", "0"),),
        names=("a",),
        symbol="{0}[{index}]",
    ),
    GraphNode(
        id=6,
        kind="untracked",
        op="gt",
        grad_fn=None,
        shape=(2, 40),
        dtype="bool",
        inputs=(
            Input("self", 1, None, False, None),
            Input("other", None, "0", False, None),
        ),
        symbol="{0} > {1}",
    ),
    GraphNode(
        id=7,
        kind="op",
        op="mul_",
        grad_fn="MulBackward0",
        shape=(),
        dtype="float32",
        inputs=(
            Input("self", 5, None, True, "other"),
            Input("other", 5, None, True, "self"),
        ),
        saved=(Saved("self", 5, None, 0), Saved("other", 5, None, 0)),
        symbol="{0}.mul_({1})",
        memory=5,
    ),
)

SIX = Value((2, 40), "bool", tuple(number % 3 == 0 for number in range(80)))

STEPS = (
    Mode("no_grad", True, at(2, "no_grad()")),
    Forward(6, SIX, False, "the result is bool"),
    Mode("no_grad", False),
    Forward(2, pair(2.0, -0.0), True, source=at(2, "w * 2")),
    Forward(3, pair(2.0, -0.0), True),
    Forward(4, Value((), "float32", None), True),
    Forward(5, one(2.0), True),
    Forward(
        7,
        one(4.0),
        True,
        source=at(4, "a.mul_(a)"),
        writes=5,
        version=1,
        shared=((3, pair(4.0, float("nan"))), (6, SIX)),
    ),
    Cut(7, "item()", at(5, "a.item()")),
    Seed(7, one(1.0), at(6, "a.backward()")),
    Seed(5, one(0.1), continues=True, outside=True),
    Backward(
        7,
        (one(1.0),),
        (one(2.0), one(2.0)),
        freed=False,
        retained=(one(1.0),),
        source=at(6, "a.backward()"),
    ),
    Hook(
        7,
        "sent",
        (one(2.0), one(2.0)),
        (one(3.0), one(5.0)),
        "clip",
        at(5, "register_hook(clip)"),
    ),
    Backward(4, (one(8.1), None), (pair(8.1, 0.0),)),
    Backward(3, (pair(8.1, 0.0),), (pair(8.1, 0.0),)),
    Backward(2, (pair(8.1, 0.0),), (pair(16.2, 0.0), None)),
    Accumulate(
        0, pair(0.5, 0.25), pair(16.2, 0.0), pair(16.7, 0.25), at(6, "a.backward()")
    ),
    Update(
        0,
        pair(1.0, -0.0),
        pair(0.5, float("inf")),
        "SGD",
        (("lr", "0.1"), ("momentum", "0.9")),
        pair(1.0, float("nan")),
        at(7, "optimizer.step()"),
        4,
        ((5, one(0.5)),),
    ),
    GradSet(0, pair(16.7, 0.25), None, "= None", at(8, "w.grad = None")),
    GradSet(0, None, pair(0.0, 1e-30), "="),
    Skipped(
        9,
        ((0, pair(2.0, float("nan"))), (1, LARGE)),
        ((0, pair(-0.0, 0.5)), (5, None)),
        ((0, 7),),
        (2, 4),
        at(8, "loop(range(20))"),
    ),
    Skipped(0),
    Failure(
        "RuntimeError",
        "one of the variables …\nwas modified \ud800",
        7,
        "it was written to",
        at(9, "a.backward()"),
        ("clone it first", "write later"),
        (5, 7),
        "self",
        (0, 1),
    ),
)

EVERYTHING = Trace(
    Graph(NODES, (Scope(0, "net", "Net", 1, None), Scope(1, "net.a", "scope", 2, 0))),
    STEPS,
    {"cell [1]": {1: "w = make()", 2: "y = w * 2", 9: "    # ∂"}, "empty.py": {}},
    ("3 steps more are left out", "numbers beyond 1 MB are left out"),
)


def training() -> Trace:
    """Three rounds of a loop, a write, an unused leaf, large and odd numbers."""
    with av.record(keep=16) as rec:
        w = av.tensor([1.0, -2.0], requires_grad=True)
        unused = av.tensor(0.1, dtype=av.float64, requires_grad=True)
        for _ in range(3):
            loss = (w * av.arange(2)).exp().sum() / 3
            loss.backward()
            with av.no_grad():
                w -= 0.1 * w.grad
        large = av.linspace(-1, 1, 100).reshape(10, 10).log()
        (large > 0).any(), unused
    return rec.trace


def parts() -> Trace:
    """Several results of one operation, a view, a failure."""
    with av.record() as rec:
        x = av.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        a, b = x.unbind()
        y = (a * b).view(2, 1).sigmoid()
        y.sum().backward()
        with suppress(RuntimeError):
            y.sum().backward()
    return rec.trace


def nothing() -> Trace:
    with av.record() as rec:
        pass
    return rec.trace


REAL = (*FIVE, "training", "parts", "nothing")


@cache
def real(name: str) -> Trace:
    """A trace that was recorded."""
    makers = {"training": training, "parts": parts, "nothing": nothing}
    return makers[name]() if name in makers else recorded(name)
