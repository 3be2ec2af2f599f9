"""Size and sign: ``abs``, ``sign``, ``sgn``.

The derivative of ``abs`` is the sign: 1 above 0, -1 below. At 0 there is a kink, and
PyTorch takes 0. The sign itself is flat wherever it has a derivative, so none comes
back through it.

Next: ``trigonometry``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import in_place
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "abs", "sgn", "sign"]


def _sign(self: Array) -> Any:
    """-1, 0 or 1; 0 for what is not a number."""
    return np.where(self > 0, 1, np.where(self < 0, -1, 0)).astype(self.dtype)


def _abs(self: Array) -> Any:
    not_of_bools("abs_cpu", self)
    return np.abs(self)


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


def sign(self: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return apply(SIGN, self)


def sgn(self: Tensor) -> Tensor:
    """-1, 0 or 1, as ``sign``."""
    return apply(SGN, self)


def abs(self: Tensor) -> Tensor:
    """Magnitude."""
    return apply(ABS, self)


PUBLIC = public(abs, sgn, sign) | {"absolute": abs}

FACES = (
    Face(sign, ("sign",), in_place=in_place(SIGN)),
    Face(sgn, ("sgn",), in_place=in_place(SGN)),
    Face(abs, ("abs",), in_place=in_place(ABS)),
    Face(abs, ("absolute",), in_place=in_place(ABS)),
    Face(abs, operator="abs"),
)
