"""Traces written by hand, of programs that do more than compute and go back.

Numbers leave autograd, modes change, hooks step in, memory is written to. Each can
be checked in the head.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autoviz.records.graph import Saved
from autoviz.records.steps import (
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Trace,
    Update,
)
from tests.picture.traces import Builder, constant, edge, value

__all__ = [
    "cut",
    "grads_set",
    "hooked",
    "hooked_tensor",
    "looked_at",
    "modes",
    "updated",
    "written",
]

STALE = (
    "one of the variables needed for gradient computation has been modified by an "
    "inplace operation: [torch.FloatTensor []], which is output 0 of Exp, is at "
    "version 1; expected version 0 instead."
)


def cut() -> Trace:
    """``y = x*x``, then its number taken out twice, in two ways."""
    build = Builder("y = x*x", "n = y.item()", "a = y.detach().numpy()", "y.item()")
    x = build.tensor("x", 3.0)
    y = _square(build, x, ("x*x", 1), "y")
    build.steps += [
        Cut(y, "item()", build.source("y.item()", 2)),
        Cut(y, "numpy()", build.source("y.detach().numpy()", 3)),
        Cut(y, "item()", build.source("y.item()", 4)),
    ]
    return build.trace()


def modes() -> Trace:
    """``no_grad`` with ``enable_grad`` inside; ``z`` in it is not recorded."""
    build = Builder(
        "with no_grad():", "    z = x*2", "    with enable_grad():", "y = x*x"
    )
    x = build.tensor("x", 3.0)
    build.steps.append(Mode("no_grad", True, build.source("with no_grad():", 1)))
    z = build.op(
        "mul", "", [edge("self", x, None, needs_grad=False), constant("other", "2")],
        6.0, at=("x*2", 2), name="z", symbol="{0} * {1}",
    )  # fmt: skip
    build.nodes[z] = replace(build.nodes[z], kind="untracked", grad_fn=None)
    build.steps[-1] = replace(build.steps[-1], tracked=False, reason="no_grad")
    build.steps += [
        Mode("enable_grad", True, build.source("with enable_grad():", 3)),
        Mode("enable_grad", False, build.source("with enable_grad():", 3)),
        Mode("no_grad", False, build.source("with no_grad():", 1)),
    ]
    _square(build, x, ("x*x", 4), "y")
    return build.trace()


def hooked() -> Trace:
    """``y = x*x + x`` at 3; hooks: on x 13 becomes 5, on x*x 3 becomes 6."""
    build = Builder("y = x*x + x", "y.backward()")
    x = build.tensor("x", 3.0)
    product = _square(build, x, ("x*x", 1), "")
    y = build.op(
        "add", "AddBackward0", [edge("self", product, "1"), edge("other", x, "1")],
        12.0, at=("x*x + x", 1), name="y", symbol="{0} + {1}",
    )  # fmt: skip
    build.steps.append(Seed(y, value(1.0), build.source("y.backward()", 2)))
    build.backward(y, 1.0, 1.0, 1.0)
    three, six, thirteen, five = (value(each) for each in (3.0, 6.0, 13.0, 5.0))
    build.backward(product, 1.0, three, three)
    build.steps += [
        Hook(product, "sent", (three, three), (six, six), "double"),
        Hook(x, "arrived", (thirteen,), (five,), "<lambda>"),
    ]
    build.accumulate(x, 5.0)
    return build.trace()


def hooked_tensor() -> Trace:
    """A hook that zeroes one of the numbers that arrived at ``h``."""
    build = Builder("h = x*2", "h.sum().backward()")
    x = build.tensor("x", [1.0, 2.0])
    double = [edge("self", x, "other"), constant("other", "2")]
    h = build.op(
        "mul", "MulBackward0", double, [2.0, 4.0], at=("x*2", 1), name="h",
        symbol="{0} * {1}", saved=[Saved("other", None, "2", 0)],
    )  # fmt: skip
    total = build.op(
        "sum", "SumBackward0", [edge("self", h, "expand(g)")], 6.0,
        at=("h.sum()", 2), symbol="{0}.sum()",
    )  # fmt: skip
    ones, half = value([1.0, 1.0]), value([0.0, 1.0])
    build.steps.append(Seed(total, value(1.0)))
    build.backward(total, 1.0, ones)
    build.steps.append(Hook(h, "arrived", (ones,), (half,), "mask"))
    build.backward(h, half, [0.0, 2.0], None)
    build.accumulate(x, [0.0, 2.0])
    return build.trace()


def grads_set() -> Trace:
    """A ``.grad`` that is emptied, filled with 0, and set, by hand."""
    build = Builder("y = x*x", "y.backward()", "x.grad = None")
    x = build.tensor("x", 3.0)
    y = _square(build, x, ("x*x", 1), "y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, 3.0, 3.0)
    build.accumulate(x, 6.0)
    six, zero, two = (value(each) for each in (6.0, 0.0, 2.0))
    build.steps += [
        GradSet(x, six, zero, "zero_()"),
        GradSet(x, zero, two, "="),
        GradSet(x, two, None, "zero_grad()"),
        GradSet(x, None, None, "= None", build.source("x.grad = None", 3)),
    ]
    return build.trace()


def written(*, fails: bool = True) -> Trace:
    """``e = exp(x)``, used in ``e*e``, then ``e += 1``: what both saved is stale."""
    build = Builder("e = exp(x)", "y = e*e", "e += 1", "y.backward()")
    x = build.tensor("x", 0.0)
    e = build.op(
        "exp", "ExpBackward0", [edge("self", x, "result")], 1.0, at=("exp(x)", 1),
        name="e", symbol="exp({0})", saved=[Saved("result", 1, None, 0)],
    )  # fmt: skip
    y = _square(build, e, ("e*e", 2), "y")
    more = build.op(
        "add", "AddBackward0", [edge("self", e, "1"), constant("other", "1")], 2.0,
        at=("e += 1", 3), name="e", symbol="{0} + {1}",
    )  # fmt: skip
    build.nodes[more] = replace(build.nodes[more], memory=e)
    made: Any = build.steps[-1]
    build.steps[-1] = replace(made, version=1)
    if not fails:
        return build.trace()
    build.steps += [
        Seed(y, value(1.0)),
        Failure(
            "RuntimeError", STALE, y,
            "y needs the e it saved, and e was written to since",
            build.source("y.backward()", 4),
            tries=("write e = e + 1, which makes a new tensor", "use e before it"),
            places=(more,), saved="self", versions=(0, 1),
        ),
    ]  # fmt: skip
    return build.trace()


def looked_at() -> Trace:
    """``v = b.view(2)`` of ``b = a*1``, then ``v += 1``, which ``b`` shows too."""
    build = Builder("b = a*1", "v = b.view(2)", "v += 1")
    a = build.tensor("a", [1.0, 2.0])
    one = [edge("self", a, "other"), constant("other", "1")]
    b = build.op(
        "mul", "MulBackward0", one, [1.0, 2.0], at=("a*1", 1), name="b",
        symbol="{0} * {1}",
    )  # fmt: skip
    v = build.op(
        "view", "ViewBackward0", [edge("self", b, "reshape(g)")], [1.0, 2.0],
        at=("b.view(2)", 2), name="v", symbol="{0}.view(2)",
    )  # fmt: skip
    build.nodes[v] = replace(build.nodes[v], view_of=b, memory=b)
    more = build.op(
        "add", "AddBackward0", [edge("self", v, "1"), constant("other", "1")],
        [2.0, 3.0], at=("v += 1", 3), name="v", symbol="{0} + {1}",
    )  # fmt: skip
    build.nodes[more] = replace(build.nodes[more], memory=b)
    made = build.steps[-1]
    assert isinstance(made, Forward)
    build.steps[-1] = replace(made, version=1)
    return build.trace()


def updated() -> Trace:
    """``y = w*w`` at 3 still holds ``w`` when SGD changes it: stale."""
    build = Builder("y = w*w", "opt.step()")
    w = build.tensor("w", 3.0)
    _square(build, w, ("w*w", 1), "y")
    made = Update(
        w, value(3.0), value(2.4), "SGD", (("lr", "0.1"),), value(6.0), version=1
    )
    build.steps.append(made)
    return build.trace()


def _square(build: Builder, x: int, at: tuple[str, int], name: str) -> int:
    """``x*x``, which saves x twice."""
    number = build.nodes[x].value
    held = 1.0 if number is None else float(number.item() or 0.0)
    both = [edge("self", x, "other"), edge("other", x, "self")]
    kept = [Saved("self", x, None, 0), Saved("other", x, None, 0)]
    return build.op(
        "mul", "MulBackward0", both, held * held, at=at, name=name,
        symbol="{0} * {1}", saved=kept,
    )  # fmt: skip
