"""Layer norm: each row with mean 0 and spread 1, then stretched and moved.

Because a row's own mean is subtracted, moving all of it changes nothing: so the
gradients of a row sum to 0. And because it is divided by its own spread, stretching
it changes nothing either: so they are at right angles to the row. The derivative takes
from ``g * weight`` exactly these two parts, and divides by the spread (``centred``).

``rms_norm`` leaves the mean alone and divides by the root of the mean square. It is put
together from other operations, in PyTorch too.

Next: ``batch_norm``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, float32
from autoviz.core.faces import public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.pointwise.pow_sqrt import RSQRT
from autoviz.core.ops.pointwise.scalar import plus
from autoviz.core.ops.reduction.sum_mean import MEAN_DIM, SUM_DIM
from autoviz.core.tensor import Tensor

__all__ = [
    "CENTRED",
    "FACES",
    "LAYER_NORM",
    "PUBLIC",
    "centred",
    "check_one_type",
    "layer_norm",
    "normalized",
    "rms_norm",
]


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


def normalized(
    g: Any, input: Any, mean: Any, rstd: Any, dims: tuple[int, ...], eps: float
) -> tuple[Any, Any]:
    """Rows without their mean and spread, and one over their spread.

    With ``create_graph`` it must be known how both come from ``input``.
    """
    if isinstance(g, Tensor):
        mean = _mean(input, dims)
        off = input - mean
        rstd = (_mean(off * off, dims) + eps) ** -0.5
    return (input - mean) * rstd, rstd


def centred(g: Any, row: Any, rstd: Any, dims: tuple[int, ...]) -> Any:
    """What rows get whose mean and spread were taken away."""
    return (g - _mean(g, dims) - row * _mean(g * row, dims)) * rstd


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
    row, rstd = normalized(g, input, result1, result2, dims, eps)
    return centred(g if weight is None else g * weight, row, rstd, dims)


def _vjp_of_weight(
    g: Any,
    input: Any,
    result1: Any,
    result2: Any,
    normalized_shape: Sequence[int],
    eps: float,
) -> Any:
    dims = _dims(input, normalized_shape)
    return _rows_added(g * normalized(g, input, result1, result2, dims, eps)[0], dims)


def _rows_added(g: Any, dims: tuple[int, ...]) -> Any:
    return apply(SUM_DIM, g, dim=tuple(range(dims[0])), keepdim=False)


CENTRED = (
    "(g * weight - mean(g * weight) - normalized(input)"
    " * mean(g * weight * normalized(input))) / std(input)"
)

LAYER_NORM: Op = Op(
    "layer_norm",
    "NativeLayerNormBackward0",
    ("input", "weight", "bias"),
    _layer_norm,
    (
        Grad(
            CENTRED,
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
    check_one_type(input, weight, bias)
    shape = _checked(input, normalized_shape, ", ", weight=weight, bias=bias)
    return apply(LAYER_NORM, input, weight, bias, normalized_shape=shape, eps=eps)


def rms_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    eps: float | None = None,
) -> Tensor:
    """Rows of shape ``normalized_shape`` with mean square 1.

    Raises:
        RuntimeError: the shapes do not fit.
        NotImplementedError: the numbers are no floats.
    """
    shape = _checked(input, normalized_shape, "", weight=weight)
    if weight is not None and weight.dtype is not input.dtype:
        warnings.warn(
            "Mismatch dtype between input and weight: input dtype = "
            f"{input.dtype.c_name}, weight dtype = {weight.dtype.c_name}, Cannot "
            "dispatch to fused implementation.",
            stacklevel=3,
        )
    only_floats("rms_norm", input.array)
    least = float(np.finfo(input.dtype.numpy).eps) if eps is None else eps
    dims = _dims(input, shape)
    square = plus(_mean(input**2, dims), least)
    made: Tensor = input * apply(RSQRT, square)
    if weight is not None:
        made = made * weight
    return made.contiguous().to(input.dtype)


def check_one_type(input: Tensor, *parameters: Tensor | None) -> None:
    """Refuse parameters of another type than the numbers to be normalized.

    Raises:
        RuntimeError: there is one.
    """
    given = [each.dtype for each in parameters if each is not None]
    odd = [each for each in given if each is not input.dtype]
    if not odd:
        return
    if given[0] is input.dtype:
        raise RuntimeError(
            f"expected scalar type {input.dtype.scalar_type} but found "
            f"{odd[0].scalar_type}"
        )
    if any(each is not float32 for each in given):
        raise RuntimeError(
            "mixed dtype (CPU): expect parameter to have scalar type of Float"
        )
    raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")


def _checked(
    input: Tensor,
    normalized_shape: Sequence[int],
    comma: str,
    **parameters: Tensor | None,
) -> tuple[int, ...]:
    wanted = list(normalized_shape)
    if not wanted:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing "
            "at least one element, but got normalized_shape = []"
        )
    for name, each in parameters.items():
        if each is not None and list(each.shape) != wanted:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got "
                f"{name} of shape {list(each.shape)} and normalized_shape = {wanted}"
            )
    if list(input.shape[input.ndim - len(wanted) :]) != wanted or input.ndim < len(
        wanted
    ):
        stars = f"*{comma}{', '.join(map(str, wanted))}"
        raise RuntimeError(
            f"Given normalized_shape={wanted}, expected input with shape [{stars}], "
            f"but got input of size{list(input.shape)}"
        )
    return tuple(wanted)


PUBLIC = public(layer_norm, rms_norm)

FACES = ()
