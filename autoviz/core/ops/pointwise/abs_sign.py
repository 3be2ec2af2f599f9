"""Size and sign: ``abs``, ``sign``, ``sgn``, ``copysign``, ``heaviside``.

The derivative of ``abs`` is the sign: 1 above 0, -1 below. At 0 there is a kink, and
PyTorch takes 0. The sign itself is flat wherever it has a derivative, so none comes
back through it. Of ``heaviside``, a step from 0 to 1, PyTorch has no derivative: it
makes a node, which refuses to run.

Next: ``trigonometry``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, must_be_tensor, not_of_bools
from autoviz.core.ops.common import broadcasting, in_place, no_derivative, question
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL, zeros_like
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "abs", "copysign", "heaviside", "sgn", "sign", "signbit"]


def _sign(self: Array) -> Any:
    """-1, 0 or 1; 0 for what is not a number."""
    return np.where(self > 0, 1, np.where(self < 0, -1, 0)).astype(self.dtype)


def _abs(self: Array) -> Any:
    not_of_bools("abs_cpu", self)
    return np.abs(self)


def _heaviside(self: Array, values: Array) -> Any:
    """What is not a number counts as below 0."""
    return np.where(self == 0, values, (self > 0).astype(self.dtype))


def _turned(g: Any, self: Any, result: Any) -> Any:
    """The sign that was given to ``self``, times its own; 0 where that is 0."""
    return g * apply(MASKED_FILL, result / self, self == 0, value=0)


SIGN = Op(
    "sign",
    "SignBackward0",
    ("self",),
    _sign,
    (Grad("0", zeros_like),),
    symbol="sign({0})",
)

# PyTorch's other sign, meant for complex numbers; that of abs.
SGN = Op(
    "sgn",
    "SgnBackward0",
    ("self",),
    _sign,
    (Grad("0", lambda g, self, result: zeros_like(g)),),
    symbol="sgn({0})",
)

# At 0 the derivative is sign(0) = 0, as in PyTorch.
ABS = Op(
    "abs",
    "AbsBackward0",
    ("self",),
    _abs,
    (Grad("sign(self)", lambda g, self: g * apply(SGN, self)),),
    symbol="abs({0})",
)

COPYSIGN = Op(
    "copysign",
    "CopysignBackward0",
    ("self", "other"),
    broadcasting(np.copysign),
    (
        Grad("result / self", _turned),
        Grad("0", zeros_like),
    ),
    symbol="copysign({0}, {1})",
    dtype="float",
)

# copysign(x, -1)
COPYSIGN_NUMBER = Op(
    "copysign",
    "CopysignBackward1",
    ("self",),
    lambda self, other: np.copysign(self, self.dtype.type(other)),
    (Grad("result / self", _turned),),
    symbol="copysign({0}, {other})",
    dtype="float",
    scalars=("other",),
)

HEAVISIDE = Op(
    "heaviside",
    "NotImplemented",
    ("self", "values"),
    broadcasting(_heaviside),
    (no_derivative("heaviside"), no_derivative("heaviside")),
    symbol="heaviside({0}, {1})",
)
HEAVISIDE_IN_PLACE = replace(
    HEAVISIDE, grads=(no_derivative("heaviside_"), no_derivative("heaviside_"))
)

SIGNBIT = question(
    "signbit",
    lambda self: np.signbit(self) if self.dtype.kind == "f" else self < 0,
    "signbit({0})",
)


def sign(self: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return apply(SIGN, self)


def sgn(self: Tensor) -> Tensor:
    """-1, 0 or 1, as ``sign``."""
    return apply(SGN, self)


def abs(self: Tensor) -> Tensor:
    """Magnitude."""
    return apply(ABS, self)


def copysign(self: Tensor, other: Tensor | Number) -> Tensor:
    """The size of ``self`` with the sign of ``other``.

    >>> import autoviz as av
    >>> av.copysign(av.tensor([1.0, -2.0]), av.tensor([-3.0, 0.0]))
    tensor([-1.,  2.])
    """
    if isinstance(other, Tensor):
        return apply(COPYSIGN, self, other)
    return apply(COPYSIGN_NUMBER, self, other=other)


def copysign_(self: Tensor, other: Tensor | Number) -> Tensor:
    """The same, written into ``self``."""
    if isinstance(other, Tensor):
        return apply_in_place(COPYSIGN, self, other)
    return apply_in_place(COPYSIGN_NUMBER, self, other=other)


def heaviside(self: Tensor, values: Tensor) -> Tensor:
    """0 below 0 and 1 above; at 0 what ``values`` says.

    >>> import autoviz as av
    >>> av.heaviside(av.tensor([-2.0, 0.0, 2.0]), av.tensor(0.5))
    tensor([0.0000, 0.5000, 1.0000])

    Raises:
        RuntimeError: the types differ.
    """
    check_tensors("heaviside", input=self, values=values)
    _check_alike(self, values)
    return apply(HEAVISIDE, self, values)


def heaviside_(self: Tensor, values: Tensor) -> Tensor:
    """The same, written into ``self``."""
    _check_alike(self, must_be_tensor("heaviside_", "values", 1, values))
    return apply_in_place(HEAVISIDE_IN_PLACE, self, values)


def _check_alike(self: Tensor, values: Tensor) -> None:
    if self.dtype is not values.dtype:
        raise RuntimeError(
            "heaviside is not yet implemented for tensors with different dtypes."
        )


def signbit(self: Tensor) -> Tensor:
    """Whether there is a minus before it, as before -0.0."""
    return apply(SIGNBIT, self)


PUBLIC = public(abs, copysign, heaviside, sgn, sign, signbit) | {"absolute": abs}

FACES = (
    Face(sign, ("sign",), in_place=in_place(SIGN)),
    Face(sgn, ("sgn",), in_place=in_place(SGN)),
    Face(signbit, ("signbit",)),
    Face(abs, ("abs",), in_place=in_place(ABS)),
    Face(abs, ("absolute",), in_place=in_place(ABS)),
    Face(abs, operator="abs"),
    Face(copysign, ("copysign",), in_place=copysign_),
    Face(heaviside, ("heaviside",), in_place=heaviside_),
)
