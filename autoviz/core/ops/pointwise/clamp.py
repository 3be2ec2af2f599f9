"""Numbers kept within bounds: ``clamp``, one side of it alone, and ``nan_to_num``.

An element that was let through *is* one of the input, which gets its gradient; where a
bound took its place, the bound gets it, if it is a tensor. The bounds count as inside.
``nan_to_num`` lets through what is finite.

Next: ``lerp_addcmul``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, result_dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import broadcasting
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.pointwise.comparison import ISFINITE
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "clamp", "clamp_max", "clamp_min", "nan_to_num"]

Bound = Number | Tensor | None


def _clamp(self: Array, min: Any, max: Any) -> Any:
    """``max`` has the last word; what is not a number stays so."""
    if min is not None and max is not None:
        not_of_bools("clamp_cpu", self)
    return _at_most(_at_least(self, min), max)


def _at_least(self: Array, min: Any) -> Any:
    if min is None:
        return self
    broadcast_shape(self.shape, np.shape(min))
    bound = np.asarray(min, self.dtype)
    return laid_out(np.maximum(bound, self), self, bound)


def _at_most(self: Array, max: Any) -> Any:
    if max is None:
        return self
    broadcast_shape(self.shape, np.shape(max))
    bound = np.asarray(max, self.dtype)
    return laid_out(np.minimum(bound, self), self, bound)


def _clamp_numbers(self: Array, min: Number | None, max: Number | None) -> Any:
    side = "_max" if min is None else "_min" if max is None else ""
    not_of_bools(f"clamp{side}_scalar_cpu", self)
    return _at_most(_at_least(self, min), max)


def _inside(self: Any, min: Any, max: Any) -> Any:
    """Where a number was let through; the bounds count."""
    if max is None:
        return self >= min
    return self <= max if min is None else (self >= min) & (self <= max)


# With plain numbers.
CLAMP = Op(
    "clamp",
    "ClampBackward1",
    ("self",),
    _clamp_numbers,
    (
        Grad(
            "1 if result == self else 0",
            lambda g, self, min, max: choose(_inside(self, min, max), g, 0),
        ),
    ),
    symbol="{0}.clamp({min}, {max})",
    scalars=("min", "max"),
)

# With tensors; one of the two may be missing.
CLAMP_TENSOR = Op(
    "clamp",
    "ClampBackward0",
    ("self", "min", "max"),
    _clamp,
    (
        Grad(
            "1 if result == self else 0",
            lambda g, self, min, max: choose(_inside(self, min, max), g, 0),
        ),
        Grad(
            "1 if self < min else 0",
            lambda g, self, min, max: choose(_below(self, min, max), g, 0),
        ),
        Grad(
            "1 if self > max else 0",
            lambda g, self, min, max: choose(_above(self, min, max), g, 0),
        ),
    ),
    symbol="{0}.clamp({1}, {2})",
    optional=("min", "max"),
)


def _below(self: Any, min: Any, max: Any) -> Any:
    return self < min if max is None else (min < max) & (self < min)


def _above(self: Any, min: Any, max: Any) -> Any:
    return self > max if min is None else (min > max) | (self > max)


CLAMP_MIN = Op(
    "clamp_min",
    "ClampMinBackward0",
    ("self",),
    lambda self, min: _clamp_numbers(self, min, None),
    (Grad("1 if self >= min else 0", lambda g, self, min: choose(self >= min, g, 0)),),
    symbol="{0}.clamp_min({min})",
    scalars=("min",),
)

CLAMP_MIN_TENSOR = Op(
    "clamp_min",
    "ClampMinBackward1",
    ("self", "min"),
    broadcasting(np.maximum),
    (
        Grad("1 if self >= min else 0", lambda g, self, min: choose(self >= min, g, 0)),
        Grad("1 if self < min else 0", lambda g, self, min: choose(self < min, g, 0)),
    ),
    symbol="{0}.clamp_min({1})",
)

CLAMP_MAX = Op(
    "clamp_max",
    "ClampMaxBackward0",
    ("self",),
    lambda self, max: _clamp_numbers(self, None, max),
    (Grad("1 if self <= max else 0", lambda g, self, max: choose(self <= max, g, 0)),),
    symbol="{0}.clamp_max({max})",
    scalars=("max",),
)

CLAMP_MAX_TENSOR = Op(
    "clamp_max",
    "ClampMaxBackward1",
    ("self", "max"),
    broadcasting(np.minimum),
    (
        Grad("1 if self <= max else 0", lambda g, self, max: choose(self <= max, g, 0)),
        Grad("1 if self > max else 0", lambda g, self, max: choose(self > max, g, 0)),
    ),
    symbol="{0}.clamp_max({1})",
)


def _nan_to_num(
    self: Array, nan: float | None, posinf: float | None, neginf: float | None
) -> Any:
    if self.dtype.kind != "f":
        return compact(self)
    made = np.nan_to_num(self, nan=nan or 0.0, posinf=posinf, neginf=neginf)
    return laid_out(made, self)


NAN_TO_NUM = Op(
    "nan_to_num",
    "NanToNumBackward0",
    ("self",),
    _nan_to_num,
    (
        Grad(
            "1 if result == self else 0",
            lambda g, self: g * apply(ISFINITE, self),
        ),
    ),
    symbol="nan_to_num({0})",
    dtype="same",
)


def clamp(self: Tensor, min: Bound = None, max: Bound = None) -> Tensor:
    """Numbers below ``min`` become ``min``, numbers above ``max`` become ``max``.

    >>> import autoviz as av
    >>> av.tensor([-2.0, 0.5, 3.0]).clamp(0, 1)
    tensor([0.0000, 0.5000, 1.0000])

    Raises:
        RuntimeError: neither is given.
        TypeError: one is a tensor and the other a number.
    """
    if _check_bounds(min, max):
        return apply(CLAMP_TENSOR, self, min, max)
    return apply(CLAMP, self, min=min, max=max)


def clamp_(self: Tensor, min: Bound = None, max: Bound = None) -> Tensor:
    """The same, written into ``self``."""
    if _check_bounds(min, max):
        return apply_in_place(CLAMP_TENSOR, self, min, max)
    _check_cast(self, min, max)
    return apply_in_place(CLAMP, self, min=min, max=max)


def _check_cast(self: Tensor, *bounds: Bound) -> None:
    numbers = [each for each in bounds if each is not None]
    made = result_dtype([self.dtype], [], numbers)
    if made.kind > self.dtype.kind:
        raise RuntimeError(
            f"result type {made.scalar_type} can't be cast to the desired output type "
            f"{self.dtype.c_name}"
        )


def _check_bounds(min: Bound, max: Bound) -> bool:
    """Whether they are tensors."""
    given = [each for each in (min, max) if each is not None]
    if not given:
        raise RuntimeError(
            "torch.clamp: At least one of 'min' or 'max' must not be None"
        )
    tensors = [isinstance(each, Tensor) for each in given]
    numbers = [isinstance(each, int | float) for each in given]
    if sum(tensors) < len(given) and sum(numbers) < len(given):
        got = ", ".join(type(each).__name__ for each in given)
        raise TypeError(
            f"clamp() received an invalid combination of arguments - got ({got})"
        )
    return tensors[0]


def clamp_min(self: Tensor, min: Tensor | Number) -> Tensor:
    """Numbers below ``min`` become ``min``."""
    if isinstance(min, Tensor):
        return apply(CLAMP_MIN_TENSOR, self, min)
    return apply(CLAMP_MIN, self, min=min)


def clamp_max(self: Tensor, max: Tensor | Number) -> Tensor:
    """Numbers above ``max`` become ``max``."""
    if isinstance(max, Tensor):
        return apply(CLAMP_MAX_TENSOR, self, max)
    return apply(CLAMP_MAX, self, max=max)


def clamp_min_(self: Tensor, min: Tensor | Number) -> Tensor:
    """The same, written into ``self``."""
    if isinstance(min, Tensor):
        return apply_in_place(CLAMP_MIN_TENSOR, self, min)
    return apply_in_place(CLAMP_MIN, self, min=min)


def clamp_max_(self: Tensor, max: Tensor | Number) -> Tensor:
    """The same, written into ``self``."""
    if isinstance(max, Tensor):
        return apply_in_place(CLAMP_MAX_TENSOR, self, max)
    return apply_in_place(CLAMP_MAX, self, max=max)


def nan_to_num(
    self: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """Numbers in place of nan and infinity: by default 0, and the largest there are.

    >>> import autoviz as av
    >>> av.tensor([1.5, float("nan"), float("inf")]).nan_to_num(posinf=100)
    tensor([  1.5000,   0.0000, 100.0000])
    """
    return apply(NAN_TO_NUM, self, nan=nan, posinf=posinf, neginf=neginf)


def nan_to_num_(
    self: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(NAN_TO_NUM, self, nan=nan, posinf=posinf, neginf=neginf)


PUBLIC = public(clamp, clamp_max, clamp_min, nan_to_num) | {"clip": clamp}

FACES = (
    Face(clamp, ("clamp",), in_place=clamp_),
    Face(clamp, ("clip",), in_place=clamp_),
    Face(clamp_min, ("clamp_min",), in_place=clamp_min_),
    Face(clamp_max, ("clamp_max",), in_place=clamp_max_),
    Face(nan_to_num, ("nan_to_num",), in_place=nan_to_num_),
)
