"""Layer norm: each row with mean 0 and spread 1, then stretched and moved.

Because a row's own mean is subtracted, moving all of it changes nothing: so the
gradients of a row sum to 0. And because it is divided by its own spread, stretching
it changes nothing either: so they are at right angles to the row. The derivative takes
from ``g * weight`` exactly these two parts, and divides by the spread.

Next: ``dropout``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.reduction.sum_mean import MEAN_DIM, SUM_DIM
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "LAYER_NORM", "PUBLIC", "layer_norm"]


def _dims(input: Any, normalized_shape: Sequence[int]) -> tuple[int, ...]:
    """A row may be more than one dimension: the last ones."""
    return tuple(range(input.ndim - len(normalized_shape), input.ndim))


def _layer_norm(
    input: Array,
    weight: Array | None,
    bias: Array | None,
    normalized_shape: Sequence[int],
    eps: float,
) -> Any:
    """The result, the rows' means, and one over their spreads."""
    only_floats("LayerNormKernelImpl", input)
    rows = input.shape[: input.ndim - len(normalized_shape)]
    flat = input.reshape(*rows, math.prod(normalized_shape))
    count = input.dtype.type(flat.shape[-1])
    mean = np.add.reduce(flat, -1, keepdims=True) / count
    made = in_rows(flat - mean)
    spread = np.add.reduce(made * made, -1, keepdims=True) / count
    rstd = 1 / np.sqrt(spread + input.dtype.type(eps))
    made *= rstd
    made = made.reshape(input.shape)
    if weight is not None:
        made *= weight
    if bias is not None:
        made += bias
    ones = (*rows, *[1] * len(normalized_shape))
    return made, mean.reshape(ones), rstd.reshape(ones)


def _mean(values: Any, dims: tuple[int, ...]) -> Any:
    return apply(MEAN_DIM, values, dim=dims, keepdim=True)


def _vjp_of_input(
    g: Any,
    input: Any,
    weight: Any,
    bias: Any,
    result1: Any,
    result2: Any,
    normalized_shape: Sequence[int],
    eps: float,
) -> Any:
    dims = _dims(input, normalized_shape)
    row, rstd = _normalized(g, input, result1, result2, dims, eps)
    if weight is not None:
        g = g * weight
    return (g - _mean(g, dims) - row * _mean(g * row, dims)) * rstd


def _vjp_of_weight(
    g: Any,
    input: Any,
    result1: Any,
    result2: Any,
    normalized_shape: Sequence[int],
    eps: float,
) -> Any:
    dims = _dims(input, normalized_shape)
    return _rows_added(g * _normalized(g, input, result1, result2, dims, eps)[0], dims)


def _normalized(
    g: Any, input: Any, mean: Any, rstd: Any, dims: tuple[int, ...], eps: float
) -> tuple[Any, Any]:
    """The row itself. With create_graph it must be known how it comes from input."""
    if isinstance(g, Tensor):
        mean = _mean(input, dims)
        off = input - mean
        rstd = (_mean(off * off, dims) + eps) ** -0.5
    return (input - mean) * rstd, rstd


def _rows_added(g: Any, dims: tuple[int, ...]) -> Any:
    return apply(SUM_DIM, g, dim=tuple(range(dims[0])), keepdim=False)


LAYER_NORM: Op = Op(
    "layer_norm",
    "NativeLayerNormBackward0",
    ("input", "weight", "bias"),
    _layer_norm,
    (
        Grad(
            "(g * weight - mean(g * weight) - normalized(input)"
            " * mean(g * weight * normalized(input))) / std(input)",
            _vjp_of_input,
        ),
        Grad("normalized(input)", _vjp_of_weight),
        Grad(
            "1",
            lambda g, normalized_shape: _rows_added(g, _dims(g, normalized_shape)),
        ),
    ),
    symbol="layer_norm({0}, {1}, {2})",
    dtype="same",
    optional=("weight", "bias"),
    aside=("result1", "result2"),
)


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """Rows of shape ``normalized_shape`` with mean 0 and variance 1.

    Raises:
        RuntimeError: the shapes do not fit.
    """
    wanted = list(normalized_shape)
    given = [each for each in (weight, bias) if each is not None]
    if any(each.dtype is not input.dtype for each in given):
        raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")
    if not wanted:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing "
            "at least one element, but got normalized_shape = []"
        )
    for name, each in (("weight", weight), ("bias", bias)):
        if each is not None and list(each.shape) != wanted:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got "
                f"{name} of shape {list(each.shape)} and normalized_shape = {wanted}"
            )
    if list(input.shape[input.ndim - len(wanted) :]) != wanted or input.ndim < len(
        wanted
    ):
        stars = ", ".join(["*", *map(str, wanted)])
        raise RuntimeError(
            f"Given normalized_shape={wanted}, expected input with shape [{stars}], "
            f"but got input of size{list(input.shape)}"
        )
    shape = tuple(wanted)
    return apply(LAYER_NORM, input, weight, bias, normalized_shape=shape, eps=eps)


PUBLIC = public(layer_norm)

FACES = ()
