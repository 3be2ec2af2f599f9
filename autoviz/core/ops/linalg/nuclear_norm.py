"""Norms that are made of singular values, for ``norm`` and ``matrix_norm``.

The two dimensions that make the matrices are brought to the end, and with ``keepdim``
back again.

Next: ``matrix_norm``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autoviz.core.dtypes import Dtype
from autoviz.core.ops.linalg.matrices import check_floats, check_matrix
from autoviz.core.ops.linalg.svd import svdvals
from autoviz.core.ops.methods.to_dtype import to
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.squeeze_unsqueeze import unsqueeze
from autoviz.core.ops.shape.transpose_permute import permute
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["check_norm", "nuclear_norm", "of_singular_values"]


def nuclear_norm(
    A: Tensor, dim: Sequence[int], keepdim: bool, dtype: Dtype | None
) -> Tensor:
    """All singular values together."""
    rows, columns = check_norm(A, dim, dtype, low_precision=False)
    return of_singular_values(A, (rows, columns), keepdim, dtype, sum)


def check_norm(
    A: Tensor, dim: Sequence[int], dtype: Dtype | None, *, low_precision: bool
) -> tuple[int, int]:
    """The two dimensions, counted from the front.

    Raises:
        RuntimeError: it is no matrix of floats, or there are not two dimensions.
    """
    function = "linalg.matrix_norm"
    check_matrix(function, A)
    if not (low_precision and A.dtype.is_floating_point):
        check_floats(function, A)
    if len(dim) != 2:
        named = " ".join(str(each) for each in dim)
        raise RuntimeError(f"{function}: dim must be a 2-tuple. Got {named}")
    rows, columns = (wrap_dim(each, A.ndim) for each in dim)
    if rows == columns:
        raise RuntimeError(
            f"{function}: dims must be different. Got ({rows}, {columns})"
        )
    if dtype is not None and dtype.numpy.itemsize < A.dtype.numpy.itemsize:
        raise RuntimeError(
            f"{function}: the dtype of the input ({A.dtype.scalar_type}) should be "
            "convertible without narrowing to the specified dtype "
            f"({dtype.scalar_type})"
        )
    return rows, columns


def of_singular_values(
    A: Tensor,
    dim: tuple[int, int],
    keepdim: bool,
    dtype: Dtype | None,
    reduce: Callable[[Tensor, int, bool], Tensor],
) -> Tensor:
    """``reduce`` applied to the singular values of each matrix."""
    order = [each for each in range(A.ndim) if each not in dim] + list(dim)
    values = svdvals(permute(A if dtype is None else to(A, dtype), order))
    reduced = reduce(values, -1, keepdim)
    if not keepdim:
        return reduced
    back = [order.index(each) for each in range(A.ndim)]
    return permute(unsqueeze(reduced, -1), back)
