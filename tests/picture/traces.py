"""Traces written by hand, as a recorder would write them.

``Builder`` keeps them short: it numbers the nodes and finds each expression in
the source, nothing more. The numbers of the scalar programs can be checked in
the head; those of the matrix programs are worked out with numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.records.graph import Graph, GraphNode, Input, Saved, Source
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Step,
    Trace,
)
from autoviz.records.value import Summary, Value

FREED = (
    "Trying to backward through the graph a second time (or directly access saved "
    "tensors after they have already been freed). Saved intermediate values of the "
    "graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or "
    "if you need to access saved tensors after calling backward."
)


def value(numbers: Any, dtype: str = "float32") -> Value:
    """A small value, whole."""
    array = np.array(numbers)
    return Value(array.shape, dtype, tuple(array.ravel().tolist()))


def large(shape: tuple[int, int], low: float, high: float) -> Value:
    """A value too large to be kept, running evenly from ``low`` to ``high``."""
    rows, columns = min(shape[0], 32), min(shape[1], 32)
    thumbnail = np.linspace(low, high, rows * columns).reshape(rows, columns)
    kept = tuple(tuple(row) for row in thumbnail.tolist())
    mean = (low + high) / 2
    return Value(shape, "float32", None, Summary(low, high, mean, 1.0, 0, 0, 0, kept))


class Builder:
    """Collects the nodes and steps of one trace."""

    def __init__(self, *code: str) -> None:
        self.code = code
        self.nodes: list[GraphNode] = []
        self.steps: list[Step] = []

    def source(self, expression: str, line: int) -> Source:
        """Where ``expression`` stands on ``line``."""
        column = self.code[line - 1].index(expression)
        end = column + len(expression)
        return Source("cell [1]", line, line, column, end, expression)

    def tensor(self, name: str, numbers: Any, *, leaf: bool = True) -> int:
        """A tensor that was given: a leaf, or an input that needs no gradient."""
        start = numbers if isinstance(numbers, Value) else value(numbers)
        kind = "leaf" if leaf else "input"
        node = GraphNode(
            len(self.nodes), kind, None, None, start.shape, start.dtype,
            names=(name,) if name else (), value=start,
        )  # fmt: skip
        self.nodes.append(node)
        return node.id

    def op(
        self,
        op: str,
        grad_fn: str,
        inputs: Sequence[Input],
        numbers: Any,
        *,
        at: tuple[str, int] | None = None,
        name: str = "",
        symbol: str = "",
        saved: Sequence[Saved] = (),
        exponent: str | None = None,
    ) -> int:
        """A recorded operation, and its ``Forward`` step."""
        made = numbers if isinstance(numbers, Value) else value(numbers)
        source = self.source(*at) if at else None
        node = GraphNode(
            len(self.nodes), "op", op, grad_fn, made.shape, made.dtype, tuple(inputs),
            (("exponent", exponent),) if exponent else (), tuple(saved),
            (name,) if name else (), symbol, source,
        )  # fmt: skip
        self.nodes.append(node)
        self.steps.append(Forward(node.id, made, True, source=source))
        return node.id

    def backward(self, node: int, arrived: Any, *sent: Any) -> None:
        """A ``Backward`` step."""
        values = tuple(
            each if each is None or isinstance(each, Value) else value(each)
            for each in sent
        )
        came = arrived if isinstance(arrived, Value) else value(arrived)
        self.steps.append(Backward(node, (came,), values))

    def accumulate(self, leaf: int, arrived: Any, before: Any = None) -> None:
        """An ``Accumulate`` step."""
        came = arrived if isinstance(arrived, Value) else value(arrived)
        if before is None:
            self.steps.append(Accumulate(leaf, None, came, came))
            return
        after = value(np.add(before, arrived))
        self.steps.append(Accumulate(leaf, value(before), came, after))

    def trace(self) -> Trace:
        """The trace so far."""
        lines = dict(enumerate(self.code, start=1))
        return Trace(Graph(tuple(self.nodes)), tuple(self.steps), {"cell [1]": lines})


def edge(name: str, node: int, rule: str | None, *, needs_grad: bool = True) -> Input:
    """An input that is a tensor."""
    return Input(name, node, None, needs_grad, rule if needs_grad else None)


def constant(name: str, text: str) -> Input:
    """An input that is a plain number."""
    return Input(name, None, text, False, None)


POW = "exponent * self**(exponent - 1)"


def _tutorial() -> Builder:
    build = Builder(
        "x = av.tensor(3.0, requires_grad=True)",
        "y = x**2 + 2*x + 1",
        "loss = y**2",
        "loss.backward()",
    )
    x = build.tensor("x", 3.0)
    square = build.op(
        "pow", "PowBackward0", [edge("self", x, POW)], 9.0, at=("x**2", 2),
        symbol="{0}**{exponent}", exponent="2", saved=[Saved("self", x, None, 0)],
    )  # fmt: skip
    double = build.op(
        "mul", "MulBackward0", [edge("self", x, "other"), constant("other", "2")], 6.0,
        at=("2*x", 2), symbol="{0} * {1}", saved=[Saved("other", None, "2", 0)],
    )  # fmt: skip
    both = [edge("self", square, "1"), edge("other", double, "1")]
    total = build.op(
        "add", "AddBackward0", both, 15.0, at=("x**2 + 2*x", 2), symbol="{0} + {1}"
    )
    y = build.op(
        "add", "AddBackward0", [edge("self", total, "1"), constant("other", "1")],
        16.0, at=("x**2 + 2*x + 1", 2), name="y", symbol="{0} + {1}",
    )  # fmt: skip
    loss = build.op(
        "pow", "PowBackward0", [edge("self", y, POW)], 256.0, at=("y**2", 3),
        name="loss", symbol="{0}**{exponent}", exponent="2",
        saved=[Saved("self", y, None, 0)],
    )  # fmt: skip
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, 32.0)
    build.backward(y, 32.0, 32.0, None)
    build.backward(total, 32.0, 32.0, 32.0)
    build.backward(double, 32.0, 64.0, None)
    build.backward(square, 32.0, 192.0)
    build.accumulate(x, 256.0)
    return build


def tutorial() -> Trace:
    """The tutorial program: 12 steps, x.grad = 256."""
    return _tutorial().trace()


def twice() -> Trace:
    """``loss.backward()`` a second time: step 14 is the failure."""
    build = _tutorial()
    build.steps.append(Seed(5, value(1.0)))
    why = "the saved y of loss was freed by the first backward()"
    build.steps.append(Failure("RuntimeError", FREED, 5, why))
    return build.trace()


def affine() -> Trace:
    """``(w*x + b)**2`` with w=2, x=3, b=1: gradients 42, 28, 14."""
    build = Builder("loss = (w*x + b)**2", "loss.backward()")
    w, x, b = (build.tensor(*each) for each in (("w", 2.0), ("x", 3.0), ("b", 1.0)))
    kept = [Saved("self", w, None, 0), Saved("other", x, None, 0)]
    factors = [edge("self", w, "other"), edge("other", x, "self")]
    product = build.op(
        "mul", "MulBackward0", factors, 6.0, at=("w*x", 1), symbol="{0} * {1}",
        saved=kept,
    )  # fmt: skip
    total = build.op(
        "add", "AddBackward0", [edge("self", product, "1"), edge("other", b, "1")],
        7.0, at=("w*x + b", 1), symbol="{0} + {1}",
    )  # fmt: skip
    loss = build.op(
        "pow", "PowBackward0", [edge("self", total, POW)], 49.0,
        at=("(w*x + b)**2", 1), name="loss", symbol="{0}**{exponent}", exponent="2",
        saved=[Saved("self", total, None, 0)],
    )  # fmt: skip
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, 14.0)
    build.backward(total, 14.0, 14.0, 14.0)
    build.accumulate(b, 14.0)
    build.backward(product, 14.0, 42.0, 28.0)
    build.accumulate(w, 42.0)
    build.accumulate(x, 28.0)
    return build.trace()


def square_plus(before: float | None = None) -> Trace:
    """``x*x + x`` at 3: two edges between the same nodes; 7."""
    build = Builder("y = x*x + x", "y.backward()")
    x = build.tensor("x", 3.0)
    both = [edge("self", x, "other"), edge("other", x, "self")]
    kept = [Saved("self", x, None, 0), Saved("other", x, None, 0)]
    product = build.op(
        "mul", "MulBackward0", both, 9.0, at=("x*x", 1), symbol="{0} * {1}", saved=kept
    )
    y = build.op(
        "add", "AddBackward0", [edge("self", product, "1"), edge("other", x, "1")],
        12.0, at=("x*x + x", 1), name="y", symbol="{0} + {1}",
    )  # fmt: skip
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, 1.0, 1.0)
    build.backward(product, 1.0, 3.0, 3.0)
    build.accumulate(x, 7.0, before)
    return build.trace()


X = np.array([[2.0, -2.6], [0.4, -0.6], [-0.5, -0.2]], np.float32)
W = np.array([[-0.6, -0.3, -0.2], [0.9, 0.1, 0.2]], np.float32)
B = np.array([0.4, -0.5, 0.8], np.float32)


def matrix() -> Trace:
    """``h = x @ W + b; loss = h.tanh().mean()``, shapes (3, 2) and (2, 3)."""
    build = Builder("h = x @ W + b", "loss = h.tanh().mean()", "loss.backward()")
    x, w = build.tensor("x", X, leaf=False), build.tensor("W", W)
    b = build.tensor("b", B)
    h_numbers = X @ W + B
    t_numbers = np.tanh(h_numbers)
    factors = [
        edge("self", x, "g @ mat2.T", needs_grad=False),
        edge("mat2", w, "self.T @ g"),
    ]
    product = build.op(
        "mm", "MmBackward0", factors, X @ W, at=("x @ W", 1), symbol="{0} @ {1}",
        saved=[Saved("self", x, None, 0)],
    )  # fmt: skip
    h = build.op(
        "add", "AddBackward0", [edge("self", product, "1"), edge("other", b, "1")],
        h_numbers, at=("x @ W + b", 1), name="h", symbol="{0} + {1}",
    )  # fmt: skip
    tanh = build.op(
        "tanh", "TanhBackward0", [edge("self", h, "1 - result**2")], t_numbers,
        at=("h.tanh()", 2), symbol="tanh({0})", saved=[Saved("result", 4 + 1, None, 0)],
    )  # fmt: skip
    loss = build.op(
        "mean", "MeanBackward0", [edge("self", tanh, "expand(g) / n")],
        t_numbers.mean(), at=("h.tanh().mean()", 2), name="loss", symbol="{0}.mean()",
    )  # fmt: skip
    ninth = np.full((3, 3), 1 / 9, np.float32)
    g = ninth * (1 - t_numbers**2)
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, ninth)
    build.backward(tanh, ninth, g)
    build.backward(h, g, g, g.sum(axis=0))
    build.accumulate(b, g.sum(axis=0))
    build.backward(product, g, None, X.T @ g)
    build.accumulate(w, X.T @ g)
    return build.trace()


def untracked() -> Trace:
    """``with av.no_grad(): z = x*2``."""
    build = Builder("with av.no_grad():", "    z = x*2")
    x = build.tensor("x", 3.0)
    source = build.source("x*2", 2)
    node = GraphNode(
        1, "untracked", "mul", None, (), "float32",
        (Input("self", x, None, False, None), constant("other", "2")),
        names=("z",), symbol="{0} * {1}", source=source,
    )  # fmt: skip
    build.nodes.append(node)
    build.steps.append(Forward(1, value(6.0), False, "no_grad", source))
    return build.trace()


def single(rule: str, numbers: Any, result: Any, arrived: Any, sent: Any) -> Trace:
    """One operation ``f(x)`` with one ``rule``, its backward at step 3."""
    build = Builder("y = f(x)", "y.backward(g)")
    x = build.tensor("x", numbers)
    y = build.op(
        "f", "FBackward0", [edge("self", x, rule)], result, at=("f(x)", 1), name="y",
        symbol="f({0})",
    )  # fmt: skip
    build.steps.append(
        Seed(y, arrived if isinstance(arrived, Value) else value(arrived))
    )
    build.backward(y, arrived, sent)
    return build.trace()
