"""A gradient on its way: an array, or a tensor where a graph is created.

Both know ``+``, ``.shape`` and the like, so that most code need not ask which it is.
Here is the code that does: hooks want tensors, observers want arrays, and a gradient
is *fitted* to what it is the gradient of: broadcasting and promotion are undone.

Next: ``deposit``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.shapes import sum_to

if TYPE_CHECKING:
    from autoviz.core.node import AccumulateGrad, Node
    from autoviz.core.tensor import Tensor

__all__ = ["Gradient", "add", "as_array", "as_tensor", "copied", "fit", "same"]

Gradient = Any
"""An array, a tensor where a graph is to be created, or None."""


def as_array(gradient: Gradient) -> Array | None:
    """Of a tensor its numbers."""
    if gradient is None or isinstance(gradient, np.ndarray):
        return gradient
    array: Array = gradient.array
    return array


def as_tensor(gradient: Gradient) -> Tensor | None:
    """What a hook gets to see."""
    from autoviz.core.tensor import wrap

    return wrap(gradient) if isinstance(gradient, np.ndarray) else gradient


def copied(gradient: Gradient) -> Array | None:
    """Its numbers now, whatever becomes of it."""
    array = as_array(gradient)
    return None if array is None else array.copy()


def same(one: Array | None, other: Array | None) -> bool:
    """Whether two gradients are equal; nan is nan."""
    if one is None or other is None:
        return one is other
    return bool(np.array_equal(one, other, equal_nan=True))


def add(before: Gradient, gradient: Gradient) -> Gradient:
    """What came over two paths."""
    return _zero_dim(before + gradient)


def fit(
    gradient: Gradient,
    node: Node | None,
    index: int,
    target: Node | AccumulateGrad,
    nr: int,
) -> Gradient:
    """Make what ``node`` sends like result ``nr`` of ``target``; None sends the seed.

    Raises:
        RuntimeError: its shape is none that broadcasting could have led to.
    """
    shape, dtype = target.like(nr)
    if isinstance(gradient, np.generic):  # numpy makes them of 0-d arrays
        gradient = np.asarray(gradient)
    if gradient.shape != shape:
        _check_stretched(gradient.shape, shape, node, index)
        gradient = _summed(gradient, shape)
    if gradient.dtype is dtype or gradient.dtype is dtype.numpy:
        return gradient
    if isinstance(gradient, np.ndarray):
        return gradient.astype(dtype.numpy, copy=False)
    return gradient.to(dtype)


def _summed(gradient: Gradient, shape: tuple[int, ...]) -> Gradient:
    if isinstance(gradient, np.ndarray):
        return sum_to(gradient, shape)
    return gradient.sum_to_size(shape)


def _zero_dim(result: Any) -> Any:
    """Of operations on 0-d arrays numpy makes numbers."""
    return np.asarray(result) if isinstance(result, np.generic) else result


def _check_stretched(
    got: tuple[int, ...], wanted: tuple[int, ...], node: Node | None, index: int
) -> None:
    lengths = zip(reversed(wanted), reversed(got), strict=False)
    if len(wanted) > len(got) or any(n not in (1, long) for n, long in lengths):
        sender = f"Function {node.grad_fn_name()} returned an " if node else ""
        raise RuntimeError(
            f"{sender}invalid gradient at index {index} - got {list(got)} but expected "
            f"shape compatible with {list(wanted)}"
        )
