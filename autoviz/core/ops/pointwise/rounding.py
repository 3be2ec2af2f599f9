"""Whole numbers: ``floor``, ``ceil``, ``trunc``, ``round``, ``frac``.

Rounding goes up in steps, and a step is flat: nudge the input and nothing happens.
So these are differentiable, with a derivative of 0; gradients end here silently.
``frac`` is what ``trunc`` leaves over, so its derivative is that of the rest: 1.

Next: ``remainder``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools, only_floats
from autoviz.core.ops.common import in_place
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "ceil", "floor", "frac", "round", "trunc"]


def _rounded(name: str, function: np.ufunc) -> Callable[[Array], Any]:
    """Integers are whole already."""

    def forward(self: Array) -> Any:
        not_of_bools(f"{name}_vml_cpu", self)
        return compact(self) if self.dtype.kind in "iu" else function(self)

    return forward


def _round_decimals(self: Array, decimals: int) -> Any:
    only_floats("round_cpu" if decimals else "round_vml_cpu", self)
    return laid_out(np.round(self, decimals), self)


def _frac(self: Array) -> Any:
    only_floats("frac_cpu", self)
    return self - np.trunc(self)


def _step_row(name: str, grad_fn: str, forward: Any, symbol: str) -> Op:
    """Flat almost everywhere."""
    flat = (Grad("0", zeros_like),)
    return Op(name, grad_fn, ("self",), forward, flat, symbol=symbol)


FLOOR = _step_row("floor", "FloorBackward0", _rounded("floor", np.floor), "floor({0})")
CEIL = _step_row("ceil", "CeilBackward0", _rounded("ceil", np.ceil), "ceil({0})")
TRUNC = _step_row("trunc", "TruncBackward0", _rounded("trunc", np.trunc), "trunc({0})")
ROUND = _step_row("round", "RoundBackward0", _rounded("round", np.rint), "round({0})")
ROUND_DECIMALS = _step_row(
    "round",
    "RoundBackward1",
    _round_decimals,
    "round({0}, {decimals})",
)

# What trunc takes away.
FRAC = Op(
    "frac",
    "FracBackward0",
    ("self",),
    _frac,
    (Grad("1", lambda g: g),),
    symbol="frac({0})",
)


def floor(self: Tensor) -> Tensor:
    """Down to the next whole number."""
    return apply(FLOOR, self)


def ceil(self: Tensor) -> Tensor:
    """Up to the next whole number."""
    return apply(CEIL, self)


def trunc(self: Tensor) -> Tensor:
    """Towards 0 to the next whole number.

    >>> import autoviz as av
    >>> av.trunc(av.tensor([1.7, -1.7]))
    tensor([ 1., -1.])
    """
    return apply(TRUNC, self)


def frac(self: Tensor) -> Tensor:
    """What ``trunc`` takes away.

    >>> import autoviz as av
    >>> av.frac(av.tensor([1.75, -1.75]))
    tensor([ 0.7500, -0.7500])
    """
    return apply(FRAC, self)


def round(self: Tensor, *, decimals: int | None = None) -> Tensor:
    """To the nearest whole number, a half to the even one.

    >>> import autoviz as av
    >>> av.round(av.tensor([0.5, 1.5, 2.5]))
    tensor([0., 2., 2.])
    >>> av.round(av.tensor([0.125]), decimals=1)
    tensor([0.1000])
    """
    if decimals is not None:
        return apply(ROUND_DECIMALS, self, decimals=decimals)
    return apply(ROUND, self)


def round_(self: Tensor, *, decimals: int | None = None) -> Tensor:
    """``round``, written into ``self``."""
    if decimals is not None:
        return apply_in_place(ROUND_DECIMALS, self, decimals=decimals)
    return apply_in_place(ROUND, self)


PUBLIC = public(ceil, floor, frac, round, trunc) | {"fix": trunc}

FACES = (
    Face(floor, ("floor",), in_place=in_place(FLOOR)),
    Face(ceil, ("ceil",), in_place=in_place(CEIL)),
    Face(trunc, ("trunc",), in_place=in_place(TRUNC)),
    Face(trunc, ("fix",), in_place=in_place(TRUNC)),
    Face(frac, ("frac",), in_place=in_place(FRAC)),
    Face(round, ("round",), in_place=round_),
)
