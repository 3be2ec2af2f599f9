"""Steps from one number to the next, and the area below them: ``diff``, ``trapezoid``.

``diff`` takes each number from the one after it; ``trapezoid`` adds up what lies below
the straight lines between neighbours, the mean of the two times the width. The one
undoes the other. Neither is an operation of its own: they are put together from slices,
sums and products, as in PyTorch.

Next: ``sort_topk``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.dtypes import bool_
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact
from autoviz.core.ops.index.select_slice import narrow, select, slice_of
from autoviz.core.ops.methods.copy_fill import copy_
from autoviz.core.ops.pointwise.logical_bitwise import logical_xor
from autoviz.core.ops.pointwise.scalar import over, times
from autoviz.core.ops.reduction.cumsum import cumsum
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.cat_stack import cat
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.shapes import no_dimensions, wrap_dim
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = ["FACES", "PUBLIC", "cumulative_trapezoid", "diff", "trapezoid"]


def diff(
    self: Tensor,
    n: int = 1,
    dim: int = -1,
    prepend: Tensor | None = None,
    append: Tensor | None = None,
) -> Tensor:
    """How much larger each element along ``dim`` is than the one before it.

    ``n`` times; ``prepend`` and ``append`` come before and after the others.

    >>> import autoviz as av
    >>> av.tensor([1, 4, 9, 16]).diff()
    tensor([3, 5, 7])

    Raises:
        RuntimeError: there is no dimension; ``n`` is negative; shapes do not fit.
    """
    if not self.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    at = wrap_dim(dim, self.ndim)
    self = _joined(self, at, prepend, append)
    if not n:
        return copy_(wrap(compact(self.array)), self)
    for _ in range(min(n, self.shape[at])):
        rest = self.shape[at] - 1
        earlier, later = narrow(self, at, 0, rest), narrow(self, at, 1, rest)
        is_bool = self.dtype is bool_
        self = logical_xor(later, earlier) if is_bool else later - earlier
    return self


def _joined(
    self: Tensor, dim: int, prepend: Tensor | None, append: Tensor | None
) -> Tensor:
    parts = [each for each in (prepend, self, append) if each is not None]
    if len(parts) == 1:
        return self
    for each in parts:
        if each.ndim != self.ndim:
            raise RuntimeError(
                "diff expects prepend or append to be the same dimension as input"
            )
        for at, (mine, its) in enumerate(zip(self.shape, each.shape, strict=True)):
            if mine != its and at != dim:
                raise RuntimeError(
                    "diff expects the shape of tensor to prepend or append to match "
                    "that of input except along the differencing dimension; "
                    f"input.size({at}) = {mine}, but got tensor.size({at}) = {its}"
                )
    return cat(parts, dim)


def trapezoid(
    y: Tensor, x: Tensor | None = None, *, dx: Number | None = None, dim: int = -1
) -> Tensor:
    """The area below the numbers along ``dim``.

    They are ``dx`` apart, 1 by default, or at the places ``x``.

    >>> import autoviz as av
    >>> av.trapezoid(av.tensor([1.0, 5.0, 10.0]))
    tensor(10.5000)

    Raises:
        RuntimeError: the places do not fit; bools.
    """
    at = wrap_dim(dim, y.ndim)
    if not _length(y, dim if x is None else at):
        shape = (*y.shape[:at], *y.shape[at + 1 :])
        return wrap(np.zeros(shape, y.array.dtype))
    area: Tensor
    if x is not None:
        area = over(sum(_areas("trapezoid", y, x, dx, at), at), 2.0)
    else:
        step = _step("trapezoid", y, dx)
        ends = times(select(y, at, 0) + select(y, at, -1), 0.5)
        area = times(sum(y, at) - ends, step)
    return area


def cumulative_trapezoid(
    y: Tensor, x: Tensor | None = None, *, dx: Number | None = None, dim: int = -1
) -> Tensor:
    """The area below the numbers so far, along ``dim``.

    >>> import autoviz as av
    >>> av.cumulative_trapezoid(av.tensor([1.0, 5.0, 10.0]))
    tensor([ 3.0000, 10.5000])
    """
    at, name = wrap_dim(dim, y.ndim), "cumulative_trapezoid"
    if x is not None:
        area: Tensor = over(cumsum(_areas(name, y, x, dx, at), at), 2.0)
        return area
    step = _step(name, y, dx)
    left, right = _neighbours(y, at)
    return cumsum(times(left + right, step / 2), at)


def _areas(name: str, y: Tensor, x: Tensor, dx: Any, dim: int) -> Tensor:
    """Twice what lies between neighbours."""
    width = _steps(name, y, x, dx, dim)
    left, right = _neighbours(y, dim)
    return (left + right) * width


def _length(y: Tensor, dim: int) -> int:
    if not y.ndim:
        raise no_dimensions(dim)
    return y.shape[dim]


def _neighbours(y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """All but the last, and all but the first."""
    if not y.ndim:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    length = y.shape[dim]
    left: Tensor = slice_of(y, dim, 0, max(length - 1, 0))
    return left, slice_of(y, dim, min(1, length), length)


def _step(name: str, y: Tensor, dx: Number | None) -> float:
    if y.dtype is bool_:
        raise RuntimeError(
            f"{name}: received a bool input for `y`, but bool is not supported"
        )
    if isinstance(dx, bool):
        raise RuntimeError(f"{name}: Currently, we only support dx as a real number.")
    return 1.0 if dx is None else float(dx)


def _steps(name: str, y: Tensor, x: Tensor, dx: Any, dim: int) -> Tensor:
    """How far the places are apart: along ``dim``, if they are a row."""
    if dx is not None:
        raise TypeError(
            f"{name}() received an invalid combination of arguments - got (Tensor, "
            f"Tensor, dx={type(dx).__name__})"
        )
    if bool_ in (x.dtype, y.dtype):
        raise RuntimeError(
            f"{name}: received a bool input for `x` or `y`, but bool is not supported"
        )
    if x.ndim == 1:
        if x.shape[0] != _length(y, dim):
            raise RuntimeError(
                f"{name}: There must be one `x` value for each sample point"
            )
        x = view(x, [-1 if at == dim else 1 for at in range(y.ndim)])
    elif x.ndim < y.ndim:
        x = view(x, (1,) * (y.ndim - x.ndim) + tuple(x.shape))
    left, right = _neighbours(x, dim)
    return right - left


PUBLIC = public(cumulative_trapezoid, diff, trapezoid) | {"trapz": trapezoid}

FACES = (Face(diff, ("diff",)),)
