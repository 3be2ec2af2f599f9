"""Eigenvalues of symmetric matrices: ``eigh``.

``A = V @ diag(L) @ V.mT``: along each column of V the matrix only stretches, by the
number in L. The columns are directions, and their signs are left open. Only one half of
A is looked at (``UPLO``), the other is taken to be the same.

Each eigenvalue is sent ``v @ v.T`` of its own direction. A direction can only turn
towards another one, the more easily the closer their eigenvalues are; so where two are
equal, the gradient is infinite.

Next: ``svd``.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.linalg.matrices import (
    as_column,
    as_row,
    check_kernel,
    check_square,
    in_columns,
    on_diagonals,
    without_diagonal,
)
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.tensor import Tensor

__all__ = ["EIGH", "FACES", "PUBLIC", "eigh", "eigvalsh"]


def _eigh(A: Array, UPLO: Literal["L", "U"] = "L") -> Any:
    values, vectors = np.linalg.eigh(A, UPLO)
    return values, in_columns(vectors)


def _eigh_vjp(g: list[Any], eigenvalues: Any, eigenvectors: Any) -> Any:
    to_values, to_vectors = g
    V = eigenvectors
    if to_vectors is None:
        return (V * as_row(to_values)) @ V.mT
    turned = V.mT @ to_vectors
    gaps = without_diagonal(as_row(eigenvalues) - as_column(eigenvalues))
    inner = times(turned - turned.mT, 0.5) / gaps
    if to_values is not None:
        inner = inner + on_diagonals(to_values)
    return V @ (inner @ V.mT)


EIGH = Op(
    "eigh",
    "LinalgEighBackward0",
    ("A",),
    _eigh,
    (Grad("eigh_backward(g)", _eigh_vjp),),
    symbol="eigh({0})",
    dtype="same",
    results=("eigenvalues", "eigenvectors"),
)


def eigh(A: Tensor, UPLO: str = "L") -> Any:
    """The eigenvalues of a symmetric matrix, the smallest first, and eigenvectors.

    >>> import autoviz as av
    >>> av.linalg.eigh(av.tensor([[2.0, 1.0], [1.0, 2.0]])).eigenvalues
    tensor([1., 3.])

    Raises:
        RuntimeError: it is no square matrix.
    """
    must_be_tensor("linalg_eigh", "input", 1, A)
    return return_types.linalg_eigh(_decomposed(A, UPLO))


def eigvalsh(A: Tensor, UPLO: str = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix, the smallest first.

    Raises:
        RuntimeError: it is no square matrix.
    """
    must_be_tensor("linalg_eigvalsh", "input", 1, A)
    return _decomposed(A, UPLO)[0]


def _decomposed(A: Tensor, UPLO: str) -> tuple[Tensor, Tensor]:
    check_square("linalg.eigh", A)
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    check_kernel("linalg_eigh_cpu", A)
    half = {} if UPLO.upper() == "L" else {"UPLO": "U"}
    return apply(EIGH, A, **half)  # type: ignore[return-value]


PUBLIC: dict[str, Any] = {}

FACES = ()
