"""Windows that slide along a dimension, as a view: ``unfold``.

Windows may overlap, and then several of them look at one place: backward, that place
gets the sum of what arrives at each.

Next: ``meshgrid``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face
from autoviz.core.op import Grad, Op
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "unfold"]


def _windows(self: Array, dim: int, size: int, step: int) -> Any:
    """As many windows as fit in place of ``dim``, what each has in a last one."""
    if self.ndim == 0:
        return as_strided(self, (size,), (self.itemsize,))
    shape, strides = [*self.shape, size], [*self.strides, self.strides[dim]]
    shape[dim] = (self.shape[dim] - size) // step + 1
    strides[dim] *= step
    return as_strided(self, shape, strides)


def _add_up(
    grad_in: Array, input_sizes: Sequence[int], dim: int, size: int, step: int
) -> Any:
    whole = np.zeros(tuple(input_sizes), grad_in.dtype)
    if not whole.ndim:
        return whole + grad_in.sum()
    rows, windows = np.moveaxis(whole, dim, 0), np.moveaxis(grad_in, dim, 0)
    reach = len(windows) * step
    for at in range(size):  # the first element of all windows, then the second …
        rows[at : at + reach : step] += windows[..., at]
    return whole


UNFOLD: Op = Op(
    "unfold",
    "UnfoldBackward0",
    ("self",),
    lambda self, dimension, size, step: _windows(self, dimension, size, step),
    (
        Grad(
            "scatter(g)",
            lambda g, self_sizes, dimension, size, step: apply(
                UNFOLD_BACKWARD,
                g,
                input_sizes=tuple(self_sizes),
                dim=dimension,
                size=size,
                step=step,
            ),
        ),
    ),
    symbol="{0}.unfold({dimension}, {size}, {step})",
    dtype="same",
    view=True,
)

UNFOLD_BACKWARD: Op = Op(
    "unfold_backward",
    "UnfoldBackwardBackward0",
    ("grad_in",),
    _add_up,
    (
        Grad(
            "gather(g)",
            lambda g, dim, size, step: apply(
                UNFOLD, g, dimension=dim, size=size, step=step
            ),
        ),
    ),
    symbol="scatter({0})",
    dtype="same",
)


def unfold(self: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Every ``step`` places a window of ``size`` elements along ``dimension``.

    >>> import autoviz as av
    >>> av.arange(5).unfold(0, 3, 2)
    tensor([[0, 1, 2],
            [2, 3, 4]])

    Raises:
        IndexError: there is no such dimension.
        RuntimeError: a window does not fit, or does not move.
    """
    at = wrap_dim(dimension, self.ndim)
    length = self.shape[at] if self.ndim else 1
    if size < 0:
        raise RuntimeError(f"size is {size} but must be >= 0")
    if size > length:
        raise RuntimeError(
            f"maximum size for tensor at dimension {at} is {length} but size is {size}"
        )
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    return apply(UNFOLD, self, dimension=at, size=size, step=step)


PUBLIC: dict[str, Any] = {}

FACES = (Face(unfold, ("unfold",)),)
