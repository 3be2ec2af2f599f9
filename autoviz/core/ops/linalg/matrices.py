"""Tools for rows about matrices: what is refused, and how results lie in memory.

The work is done by LAPACK, in PyTorch as in numpy. It reads and writes *columns*, so
that is how its results lie: ``inv(A).stride()`` is ``(1, 3)``. In all that follows a
tensor of more than two dimensions is a batch of matrices, each by itself.

The last six functions are what vjps are written with: they take arrays, too, as ``@``
and ``.mT`` do.

Next: ``solve_inv``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.ops.checks import missing_kernel
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.linalg.diagonal import DIAG_EMBED
from autoviz.core.ops.shape.squeeze_unsqueeze import SQUEEZE_DIM, UNSQUEEZE
from autoviz.core.tensor import Tensor

__all__ = [
    "LinAlgError",
    "as_column",
    "as_given",
    "as_matrices",
    "as_row",
    "check_floats",
    "check_kernel",
    "check_matrix",
    "check_square",
    "eliminated",
    "failed",
    "in_columns",
    "on_diagonals",
    "without_diagonal",
    "zero_pivots",
]


class _LinAlgError(RuntimeError):
    """A matrix for which there is no result: singular, or not positive-definite."""


LinAlgError = _LinAlgError
"""By this name it is offered; the other is what PyTorch prints."""


def check_matrix(function: str, self: Tensor, name: str = "A") -> None:
    """Refuse numbers and vectors.

    Raises:
        RuntimeError: there are fewer than two dimensions.
    """
    if self.ndim < 2:
        raise RuntimeError(
            f"{function}: The input tensor {name} must have at least 2 dimensions."
        )


def check_square(function: str, self: Tensor) -> None:
    """Refuse what is no square matrix, and no batch of them.

    Raises:
        RuntimeError: it is not.
    """
    check_matrix(function, self)
    rows, columns = self.shape[-2:]
    if rows != columns:
        raise RuntimeError(
            f"{function}: A must be batches of square matrices, but they are {rows} by "
            f"{columns} matrices"
        )


def check_floats(function: str, self: Tensor, kernel: str = "") -> None:
    """Refuse whole numbers and bools, and floats of 16 bits.

    For those it is the ``kernel`` that complains, if there is one.

    Raises:
        RuntimeError: it is made of them.
        NotImplementedError: the kernel is not made for them.
    """
    kind = self.dtype
    if not kind.is_floating_point:
        raise RuntimeError(
            f"{function}: Expected a floating point or complex tensor as input. Got "
            f"{kind.scalar_type}"
        )
    if kind.numpy.itemsize < 4:
        if kernel:
            raise missing_kernel(kernel, self.array)
        raise RuntimeError(
            f"{function}: Low precision dtypes not supported. Got {kind.scalar_type}"
        )


def check_kernel(kernel: str, self: Tensor) -> None:
    """Refuse all but floats of 32 and 64 bits, as the ``kernel`` does.

    Raises:
        NotImplementedError: it is made of something else.
    """
    if not (self.dtype.is_floating_point and self.dtype.numpy.itemsize >= 4):
        raise missing_kernel(kernel, self.array)


def failed(function: str, why: str, bad: Any) -> LinAlgError:
    """The error for the first matrix of a batch that is ``bad``."""
    where = f"(Batch element {int(np.argmax(bad))}): " if bad.ndim else ""
    return LinAlgError(f"{function}: {where}{why}")


def in_columns(made: Any) -> Array:
    """Matrices column by column, as LAPACK leaves them."""
    array: Array = np.asarray(made)
    return np.ascontiguousarray(array.swapaxes(-1, -2)).swapaxes(-1, -2)


def eliminated(A: Array) -> tuple[Array, Array]:
    """Gauss: what remains on the diagonal, and the sign that swapping rows has given.

    In each step the row with the largest number is brought up (its *pivot*), and
    subtracted from those below, so that they begin with zeros. The determinant is
    the product of the pivots, but for the sign; one that is 0 says that the matrix is
    singular.

    >>> eliminated(np.array([[1.0, 2.0], [4.0, 4.0]]))
    (array([4., 1.]), array(-1.))
    """
    pivots, signs = np.zeros(A.shape[:-1], A.dtype), np.ones(A.shape[:-2], A.dtype)
    for at in np.ndindex(A.shape[:-2]):
        rows = A[at].copy()
        for step in range(len(rows)):
            largest = step + int(np.abs(rows[step:, step]).argmax())
            if largest != step:
                rows[[step, largest]] = rows[[largest, step]]
                signs[at] = -signs[at]
            if rows[step, step] != 0:
                factors = rows[step + 1 :, step] / rows[step, step]
                # multiplied and subtracted with one rounding, as processors do
                products = np.outer(factors.astype(np.longdouble), rows[step])
                rows[step + 1 :] = rows[step + 1 :] - products
        pivots[at] = np.diagonal(rows)
    return pivots, signs


def zero_pivots(A: Array) -> Array:
    """Which pivots are 0, of matrices that LAPACK found to be singular.

    If rounding has gone another way here than there, it is the smallest.
    """
    sizes = np.abs(eliminated(A)[0])
    zero: Array = sizes == 0
    return zero if zero.any() else sizes == sizes.min()


def as_column(values: Any) -> Any:
    """Vectors as matrices of one column: a value for each row of another matrix."""
    return apply(UNSQUEEZE, values, dim=values.ndim)


def as_row(values: Any) -> Any:
    """Vectors as matrices of one row: a value for each column of another matrix."""
    return apply(UNSQUEEZE, values, dim=values.ndim - 1)


def as_matrices(each: Any, A: Any) -> Any:
    """Vectors, one for each matrix of A, as matrices of one column."""
    return as_column(each) if each.ndim < A.ndim else each


def as_given(matrices: Any, g: Any) -> Any:
    """And back again, if ``g`` has vectors."""
    if g.ndim == matrices.ndim:
        return matrices
    return apply(SQUEEZE_DIM, matrices, dim=(g.ndim,))


def on_diagonals(values: Any) -> Any:
    """Matrices that have these values on their diagonals, and zeros elsewhere."""
    last = values.ndim
    return apply(DIAG_EMBED, values, offset=0, dim1=last - 1, dim2=last)


def without_diagonal(matrix: Any) -> Any:
    """With 1 on the diagonal, so that something can be divided by it."""
    return choose(np.eye(matrix.shape[-1], dtype=np.bool_), 1, matrix)
