"""Singular values: ``svd``.

``A = U @ diag(S) @ Vh``: every matrix turns (``Vh``), stretches along the axes (``S``,
the largest first), and turns again (``U``). The columns of U and V are directions, and
their signs are left open: a loss must not depend on them.

Each singular value is sent ``u @ v.T`` of its own two directions. A direction can only
turn towards another one, the more easily the closer their singular values are; so
where two are equal, the gradient is infinite.

Next: ``pinv_rank``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.index.select_slice import slice_of
from autoviz.core.ops.linalg.matrices import (
    as_column,
    as_row,
    check_floats,
    check_matrix,
    failed,
    in_columns,
    on_diagonals,
    without_diagonal,
)
from autoviz.core.ops.shape.transpose_permute import transpose
from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "FACES",
    "NOT_FINITE",
    "PUBLIC",
    "SVD",
    "linalg_svd",
    "not_finite",
    "svd",
    "svdvals",
]


def _svd(A: Array, full_matrices: bool) -> Any:
    try:
        U, S, Vh = np.linalg.svd(A, full_matrices=full_matrices)
    except np.linalg.LinAlgError:
        raise failed("linalg.svd", NOT_FINITE, not_finite(A)) from None
    return in_columns(U), S, in_columns(Vh)


NOT_FINITE = (
    "The algorithm failed to converge because the input matrix contained non-finite "
    "values."
)


def not_finite(A: Array) -> Array:
    """Which matrices of a batch have elements that are nan or infinite."""
    bad: Array = np.asarray(~np.isfinite(A).all((-1, -2)))
    return bad


def _skew(matrix: Any) -> Any:
    return matrix - matrix.mT


def _svd_vjp(g: list[Any], U: Any, S: Any, Vh: Any, full_matrices: bool) -> Any:
    to_U, to_S, to_Vh = g
    if full_matrices:
        count, rows, columns = S.shape[-1], U.ndim - 2, U.ndim - 1
        U, Vh = slice_of(U, columns, 0, count), slice_of(Vh, rows, 0, count)
        to_U = None if to_U is None else slice_of(to_U, columns, 0, count)
        to_Vh = None if to_Vh is None else slice_of(to_Vh, rows, 0, count)
    is_tall = U.shape[-2] >= Vh.shape[-1]
    if to_U is None and to_Vh is None:
        return U @ (as_column(to_S) * Vh) if is_tall else (U * as_row(to_S)) @ Vh
    inner = _turned(to_U, to_Vh, U, S, Vh)
    if to_S is not None:
        inner = inner + on_diagonals(to_S)
    return _outwards(inner, to_U, to_Vh, U, S, Vh)


def _turned(to_U: Any, to_Vh: Any, U: Any, S: Any, Vh: Any) -> Any:
    """How the directions turn towards each other."""
    squares = S * S
    gaps = without_diagonal(as_row(squares) - as_column(squares))
    left = None if to_U is None else _skew(U.mT @ to_U)
    right = None if to_Vh is None else _skew(Vh @ to_Vh.mT)
    if right is None:
        return (left / gaps) * as_row(S)
    if left is None:
        return as_column(S) * (right / gaps)
    return (left * as_row(S) + as_column(S) * right) / gaps


def _outwards(inner: Any, to_U: Any, to_Vh: Any, U: Any, S: Any, Vh: Any) -> Any:
    """Back to the axes of the matrix, and what leads out of the known directions."""
    rows, columns = U.shape[-2], Vh.shape[-1]
    if rows > columns and to_U is not None:
        out = to_U / as_row(S)
        whole = U @ inner + out - U @ (U.mT @ out)
        return whole @ Vh
    if rows < columns and to_Vh is not None:
        out = to_Vh / as_column(S)
        whole = inner @ Vh + out - (out @ Vh.mT) @ Vh
        return U @ whole
    return U @ (inner @ Vh) if rows >= columns else (U @ inner) @ Vh


SVD: Op = Op(
    "svd",
    "LinalgSvdBackward0",
    ("A",),
    _svd,
    (Grad("svd_backward(g)", _svd_vjp),),
    symbol="svd({0})",
    dtype="same",
    results=("U", "S", "Vh"),
)


def linalg_svd(A: Tensor, full_matrices: bool = True) -> Any:
    """``linalg.svd``: U, S and Vh, so that ``A = U @ diag(S) @ Vh``.

    With ``full_matrices`` U and Vh are square.

    >>> import autoviz as av
    >>> av.linalg.svd(av.tensor([[0.0, 2.0], [3.0, 0.0]])).S
    tensor([3., 2.])

    Raises:
        RuntimeError: it is no matrix of floats.
        LinAlgError: some of it is not finite.
    """
    must_be_tensor("linalg_svd", "A", 1, A)
    return return_types.linalg_svd(_decomposed(A, full_matrices))


def _decomposed(A: Tensor, full_matrices: bool) -> tuple[Tensor, Tensor, Tensor]:
    check_matrix("linalg.svd", A)
    check_floats("linalg.svd", A, "linalg_svd_cpu")
    return apply(SVD, A, full_matrices=full_matrices)  # type: ignore[return-value]


def svdvals(A: Tensor) -> Tensor:
    """The singular values, the largest first.

    Raises:
        RuntimeError: it is no matrix of floats.
        LinAlgError: some of it is not finite.
    """
    must_be_tensor("linalg_svdvals", "A", 1, A)
    return _decomposed(A, False)[1]


def svd(self: Tensor, some: bool = True, compute_uv: bool = True) -> Any:
    """U, S and V, where V is ``Vh`` of ``linalg.svd`` on its side.

    Raises:
        RuntimeError: it is no matrix of floats.
        LinAlgError: some of it is not finite.
    """
    if self.ndim < 2:
        raise RuntimeError(
            "linalg.svd: input should have at least 2 dimensions, but has "
            f"{self.ndim} dimensions instead"
        )
    if not compute_uv:
        return return_types.svd(_values_only(self))
    U, S, Vh = _decomposed(self, not some)
    return return_types.svd((U, S, transpose(Vh, -2, -1)))


def _values_only(self: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    batch, kind = tuple(self.shape[:-2]), self.array.dtype
    U, V = (np.zeros((*batch, each, each), kind) for each in self.shape[-2:])
    return wrap(U), svdvals(self), wrap(in_columns(V))


PUBLIC = public(svd)

FACES = (Face(svd, ("svd",)),)
