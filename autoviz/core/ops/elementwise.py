"""Functions of one number, applied to every element.

Several have a derivative that is cheap to write with their own *result*:
``exp`` is its own derivative, and tanh' = 1 - tanh². Those save the result
instead of the input; that is why changing the result of ``exp`` in place breaks
``backward()``, and changing its input does not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import choose, zeros_like
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "abs",
    "clone",
    "detach",
    "exp",
    "log",
    "relu",
    "sigmoid",
    "sqrt",
    "tanh",
]


def _sigmoid(self: Array) -> Any:
    one = self.dtype.type(1)
    return one / (one + np.exp(-self))


def _relu(self: Array) -> Any:
    if self.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return np.where(self < 0, 0, self)


def _sign(self: Array) -> Any:
    """-1, 0 or 1; 0 for what is not a number."""
    return np.where(self > 0, 1, np.where(self < 0, -1, 0)).astype(self.dtype)


def _copy(self: Array) -> Any:
    """In the same order in memory, unless numbers shared a place."""
    return self.copy(order="C" if 0 in self.strides else "K")


EXP = Op(
    "exp",
    "ExpBackward0",
    ("self",),
    np.exp,
    (Grad("result", lambda g, result: g * result),),
    symbol="exp({0})",
    dtype="float",
)

LOG = Op(
    "log",
    "LogBackward0",
    ("self",),
    np.log,
    (Grad("1 / self", lambda g, self: g / self),),
    symbol="log({0})",
    dtype="float",
)

SQRT = Op(
    "sqrt",
    "SqrtBackward0",
    ("self",),
    np.sqrt,
    (Grad("1 / (2 * result)", lambda g, result: g / (2 * result)),),
    symbol="sqrt({0})",
    dtype="float",
)

TANH = Op(
    "tanh",
    "TanhBackward0",
    ("self",),
    np.tanh,
    (Grad("1 - result**2", lambda g, result: g * (1 - result * result)),),
    symbol="tanh({0})",
    dtype="float",
)

SIGMOID = Op(
    "sigmoid",
    "SigmoidBackward0",
    ("self",),
    _sigmoid,
    (
        Grad(
            "result * (1 - result)",
            lambda g, result: g * ((1 - result) * result),
        ),
    ),
    symbol="sigmoid({0})",
    dtype="float",
)

# At 0 the derivative is taken to be 0, as in PyTorch.
RELU = Op(
    "relu",
    "ReluBackward0",
    ("self",),
    _relu,
    (Grad("1 if result > 0 else 0", lambda g, result: choose(result <= 0, 0, g)),),
    symbol="relu({0})",
)

SIGN = Op(
    "sign",
    "SignBackward0",
    ("self",),
    _sign,
    (Grad("0", zeros_like),),
    symbol="sign({0})",
)

# At 0 the derivative is sign(0) = 0, as in PyTorch.
ABS = Op(
    "abs",
    "AbsBackward0",
    ("self",),
    np.abs,
    (Grad("sign(self)", lambda g, self: g * apply(SIGN, self)),),
    symbol="abs({0})",
)

CLONE = Op(
    "clone",
    "CloneBackward0",
    ("self",),
    _copy,
    (Grad("1", lambda g: g),),
    symbol="{0}.clone()",
    dtype="same",
)

# Not differentiable: that is its purpose.
DETACH = Op(
    "detach",
    "",
    ("self",),
    lambda self: self,
    (),
    symbol="{0}.detach()",
    dtype="same",
    view=True,
)


def exp(self: Tensor) -> Tensor:
    """The power of e to each element."""
    return apply(EXP, self)


def log(self: Tensor) -> Tensor:
    """Natural logarithm; -inf at 0, nan below."""
    return apply(LOG, self)


def sqrt(self: Tensor) -> Tensor:
    """Square root; nan below 0."""
    return apply(SQRT, self)


def tanh(self: Tensor) -> Tensor:
    """Hyperbolic tangent, between -1 and 1."""
    return apply(TANH, self)


def sigmoid(self: Tensor) -> Tensor:
    """1 / (1 + e^-x), between 0 and 1."""
    return apply(SIGMOID, self)


def relu(self: Tensor) -> Tensor:
    """max(x, 0)."""
    return apply(RELU, self)


def sign(self: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return apply(SIGN, self)


def abs(self: Tensor) -> Tensor:
    """Magnitude."""
    return apply(ABS, self)


def clone(self: Tensor) -> Tensor:
    """A copy with memory of its own, through which gradients flow."""
    return apply(CLONE, self)


def detach(self: Tensor) -> Tensor:
    """The same memory, cut off from the graph. Shares the version counter."""
    cut: Tensor = apply(DETACH, self)
    cut._base = None
    return cut


PUBLIC = public(abs, clone, exp, log, relu, sigmoid, sign, sqrt, tanh)

FACES = (
    Face(exp, ("exp",)),
    Face(log, ("log",)),
    Face(sqrt, ("sqrt",)),
    Face(tanh, ("tanh",)),
    Face(sigmoid, ("sigmoid",)),
    Face(relu, ("relu",)),
    Face(sign, ("sign",)),
    Face(abs, ("abs", "absolute"), "abs"),
    Face(clone, ("clone",)),
    Face(detach, ("detach",)),
)
