"""The size of a matrix: ``matrix_norm``, ``linalg.norm``, ``cond``.

"fro", the default, takes it for a long vector. The others say how long a vector of
length 1 can become by it: with ``ord`` 2 the largest singular value, with 1 the largest
sum of sizes of a column, with infinity of a row. A minus asks for the smallest instead;
"nuc" adds all singular values up. ``cond`` is the largest by the smallest: how near a
matrix is to having no inverse.

Next: ``shape/view_reshape``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Dtype
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.index.select_slice import narrow
from autoviz.core.ops.linalg.matrices import check_square
from autoviz.core.ops.linalg.nuclear_norm import (
    check_norm,
    nuclear_norm,
    of_singular_values,
)
from autoviz.core.ops.linalg.svd import svdvals
from autoviz.core.ops.pointwise.arithmetic import reciprocal
from autoviz.core.ops.reduction.dims import Dims
from autoviz.core.ops.reduction.max_min import amax, amin
from autoviz.core.ops.reduction.norm import vector_norm
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.squeeze_unsqueeze import squeeze
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = ["FACES", "PUBLIC", "cond", "linalg_norm", "matrix_norm"]


def matrix_norm(
    A: Tensor,
    ord: Number | str = "fro",
    dim: Sequence[int] = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The size of each matrix that two dimensions make.

    >>> import autoviz as av
    >>> x = av.tensor([[3.0, 0.0], [4.0, 0.0]])
    >>> av.linalg.matrix_norm(x), av.linalg.matrix_norm(x, 1)
    (tensor(5.), tensor(7.))

    Raises:
        RuntimeError: it is no matrix of floats, or there is no such order.
    """
    must_be_tensor("linalg_matrix_norm", "input", 1, A)
    if ord == "nuc":
        return nuclear_norm(A, dim, keepdim, dtype)
    if ord == "fro":
        dims = check_norm(A, dim, dtype, low_precision=True)
        return vector_norm(A, 2, dims, keepdim, dtype=dtype)
    if isinstance(ord, str) or abs(ord) not in (1, 2, math.inf):
        named = ord if isinstance(ord, str) else f"{ord:g}"
        raise RuntimeError(f"linalg.matrix_norm: Order {named} not supported.")
    rows, columns = check_norm(A, dim, dtype, low_precision=abs(ord) != 2)
    extreme = _largest if ord > 0 else _smallest
    if abs(ord) == 2:
        return of_singular_values(A, (rows, columns), keepdim, dtype, extreme)
    if abs(ord) != 1:
        rows, columns = columns, rows
    sums = vector_norm(A, 1.0, rows, keepdim, dtype=dtype)
    return extreme(sums, columns - (not keepdim and rows < columns), keepdim)


def _largest(sizes: Tensor, dim: int, keepdim: bool) -> Tensor:
    """Of no size at all it is 0."""
    return amax(sizes, dim, keepdim) if sizes.shape[dim] else sum(sizes, dim, keepdim)


def _smallest(sizes: Tensor, dim: int, keepdim: bool) -> Tensor:
    return amin(sizes, dim, keepdim) if sizes.shape[dim] else sum(sizes, dim, keepdim)


def linalg_norm(
    A: Tensor,
    ord: Number | str | None = None,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """``linalg.norm``: of a matrix ``matrix_norm``, of all else ``vector_norm``.

    Without ``ord`` it is the root of the sum of squares, whatever the dimensions.

    >>> import autoviz as av
    >>> av.linalg.norm(av.tensor([3.0, 4.0]))
    tensor(5.)

    Raises:
        RuntimeError: it is not made of floats, or there is no such order.
    """
    must_be_tensor("linalg_norm", "input", 1, A)
    dims = (dim,) if isinstance(dim, int) else dim
    if dims is not None and len(dims) not in (1, 2) and ord is not None:
        raise RuntimeError(
            "linalg.norm: If dim is specified, it must be of length 1 or 2. Got "
            f"{list(dims)}"
        )
    if dims is None and ord is not None and A.ndim not in (1, 2):
        raise RuntimeError(
            "linalg.norm: If dim is not specified but ord is, the input must be 1D or "
            f"2D. Got {A.ndim}D."
        )
    of_matrix = len(dims) == 2 if dims is not None else A.ndim == 2
    if ord is not None and (isinstance(ord, str) or of_matrix):
        return matrix_norm(A, ord, dims or (0, 1), keepdim, dtype=dtype)
    return vector_norm(A, 2 if ord is None else ord, dims, keepdim, dtype=dtype)


def cond(A: Tensor, p: Number | str | None = None) -> Tensor:
    """How near a matrix is to having no inverse: 1 for a rotation, large if it is near.

    Raises:
        RuntimeError: it is no matrix of floats.
        NotImplementedError: a norm that is not made of singular values.
    """
    must_be_tensor("linalg_cond", "input", 1, A)
    if isinstance(p, str):
        check_square(f"linalg.cond(ord={p})", A)
    elif A.ndim < 2:
        raise RuntimeError(
            "linalg.cond: The input tensor must have at least 2 dimensions."
        )
    _check_kind(p)
    if not A.numel():
        return wrap(np.zeros(A.shape[:-2], A.array.dtype))
    values = svdvals(A)
    if p == "nuc":
        inverted = sum(reciprocal(values), -1)
        return sum(values, -1) * inverted
    largest = narrow(values, -1, 0, 1)
    smallest = narrow(values, -1, values.shape[-1] - 1, 1)
    ratio = smallest / largest if p == -2 else largest / smallest
    return squeeze(ratio, -1)


def _check_kind(p: Number | str | None) -> None:
    if p in (None, 2, -2, "nuc"):
        return
    if p in ("fro", 1, -1, math.inf, -math.inf):
        raise NotImplementedError(
            f"linalg.cond(p={p!r}) is not in autoviz's numpy core; record real PyTorch"
        )
    raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")


PUBLIC: dict[str, Any] = {}

FACES = ()
