"""A product of three: ``bilinear``, which is linear in each of two inputs.

``x1 @ W @ x2`` gives one number, and there is a ``W`` for each result. Written out, it
is a sum of products of three numbers, and so is each of the derivatives: what arrived
takes the place of the one it is for. So one row serves them all.

Next: ``pad``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "bilinear"]

Dims = tuple[int, ...]


def _trilinear(
    i1: Array,
    i2: Array,
    i3: Array,
    expand1: Dims,
    expand2: Dims,
    expand3: Dims,
    sumdim: Dims,
) -> Any:
    """The product of three, each with new dimensions, summed over some."""
    all_dims = range(i1.ndim + len(expand1))
    operands: list[Any] = []
    for each, expand in ((i1, expand1), (i2, expand2), (i3, expand3)):
        operands += [each, [dim for dim in all_dims if dim not in expand]]
    kept = [dim for dim in all_dims if dim not in sumdim]
    return np.einsum(*operands, kept)


def _product(
    i1: Any, i2: Any, i3: Any, expand1: Dims, expand2: Dims, expand3: Dims, sumdim: Dims
) -> Any:
    told = {"expand1": expand1, "expand2": expand2, "expand3": expand3}
    return apply(TRILINEAR, i1, i2, i3, **told, sumdim=sumdim)


TRILINEAR: Op = Op(
    "trilinear",
    "TrilinearBackward0",
    ("i1", "i2", "i3"),
    _trilinear,
    (
        Grad(
            "trilinear(g)",
            lambda g, i2, i3, expand1, expand2, expand3, sumdim: _product(
                g, i2, i3, sumdim, expand2, expand3, expand1
            ),
        ),
        Grad(
            "trilinear(g)",
            lambda g, i1, i3, expand1, expand2, expand3, sumdim: _product(
                i1, g, i3, expand1, sumdim, expand3, expand2
            ),
        ),
        Grad(
            "trilinear(g)",
            lambda g, i1, i2, expand1, expand2, expand3, sumdim: _product(
                i1, i2, g, expand1, expand2, sumdim, expand3
            ),
        ),
    ),
    symbol="trilinear({0}, {1}, {2})",
    dtype="same",
)


def bilinear(
    input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None
) -> Tensor:
    """``input1 @ weight[k] @ input2 + bias[k]`` for each ``k``.

    >>> import autoviz as av
    >>> x, y = av.tensor([[1.0, 2.0]]), av.tensor([[3.0]])
    >>> av.bilinear(x, y, av.tensor([[[10.0], [100.0]]]))
    tensor([[630.]])

    Raises:
        RuntimeError: shapes or types do not fit.
    """
    _check_shapes(input1, input2, weight, bias)
    shape = (*input1.shape[:-1], weight.shape[0])
    rows1 = input1.reshape(-1, input1.shape[-1])
    rows2 = input2.reshape(-1, input2.shape[-1])
    made: Tensor = _product(rows1, weight, rows2, (1, 3), (0,), (1, 2), (2, 3))
    made = made.reshape(shape)
    return made if bias is None else made + bias


def _check_shapes(
    input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None
) -> None:
    if not input1.dtype is input2.dtype is weight.dtype:
        raise RuntimeError(
            "All tensors must have the same dtype, got input1: "
            f"{input1.dtype.c_name}, input2: {input2.dtype.c_name}, weight: "
            f"{weight.dtype.c_name}"
        )
    if input1.ndim != input2.ndim:
        raise RuntimeError(
            f"bilinear(): input dimensions do not match: got {input1.ndim} and "
            f"{input2.ndim}"
        )
    for at, (one, other) in enumerate(
        zip(input1.shape[:-1], input2.shape[:-1], strict=True)
    ):
        if one != other:
            raise RuntimeError(
                f"bilinear(): input batch dimensions do not match at dim {at}: got "
                f"{one} and {other}"
            )
    _check_weight(weight, 1, "input1", input1, -1)
    _check_weight(weight, 2, "input2", input2, -1)
    if bias is not None:
        _check_weight(weight, 0, "bias", bias, 0)


def _check_weight(weight: Tensor, dim: int, name: str, other: Tensor, at: int) -> None:
    expected, size = weight.size(dim), other.size(at)
    if size != expected:
        raise RuntimeError(
            f"bilinear(): {name} size does not match weight size: got {size} but "
            f"expected {expected}"
        )


PUBLIC = public(bilinear)

FACES = ()
