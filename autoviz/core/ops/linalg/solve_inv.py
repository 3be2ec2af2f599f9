"""Systems of linear equations: ``solve``, and the inverse, ``inv``.

``X = solve(A, B)`` is the X with ``A @ X = B``. Whatever moves X a little has to keep
that equation true, and so the gradient of B is a solution too: of the system on its
side, ``A.mT @ gB = g``. The gradient of A is the product of that with X, with a minus,
since a larger A makes for a smaller X. The inverse is the solution for B = 1.

Next: ``solve_triangular``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.linalg.matrices import (
    as_given,
    as_matrices,
    check_floats,
    check_matrix,
    check_square,
    failed,
    in_columns,
    zero_pivots,
)
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "INV",
    "PUBLIC",
    "SOLVE",
    "check_system",
    "inv",
    "inverse",
    "is_vector_for",
    "solve",
]


def _inverse(A: Array) -> Any:
    try:
        return in_columns(np.linalg.inv(A))
    except np.linalg.LinAlgError:
        zero = zero_pivots(A)
        why = (
            f"The diagonal element {np.argwhere(zero)[0][-1] + 1} is zero, the "
            "inversion could not be completed because the input matrix is singular."
        )
        raise failed("linalg.inv", why, zero.any(-1)) from None


def _solved(A: Array, B: Array, left: bool) -> Any:
    is_vector = is_vector_for(A, B)
    right = B[..., None] if is_vector else B
    try:
        X = np.linalg.solve(A, right) if left else np.linalg.solve(A.mT, right.mT).mT
    except np.linalg.LinAlgError:
        why = "The solver failed because the input matrix is singular."
        bad = zero_pivots(A).any(-1)
        raise failed("torch.linalg.solve", why, bad) from None
    if is_vector:
        X = X[..., 0]
    return in_columns(X) if left and X.ndim > 1 else in_rows(X)


def is_vector_for(A: Array | Tensor, B: Array | Tensor) -> bool:
    """Whether B has one vector for each matrix of A, and not matrices."""
    return B.ndim == 1 or (A.ndim - 1 == B.ndim and A.shape[:-1] == B.shape)


def _turned(g: Any, A: Any, left: bool) -> Any:
    """The solution of the system on its side, as matrices."""
    return apply(SOLVE, A.mT, as_matrices(g, A), left=left)


def _to_A(g: Any, A: Any, result: Any, left: bool) -> Any:
    solution, X = _turned(g, A, left), as_matrices(result, A)
    return -(solution @ X.mT) if left else -(X.mT @ solution)


INV: Op = Op(
    "inv",
    "LinalgInvExBackward0",
    ("A",),
    _inverse,
    (
        Grad(
            "-inverse.mT @ g @ inverse.mT",
            lambda g, inverse: -(inverse.mT @ (g @ inverse.mT)),
        ),
    ),
    symbol="inv({0})",
    dtype="same",
    results=("inverse",),
)

SOLVE: Op = Op(
    "solve",
    "LinalgSolveExBackward0",
    ("A", "B"),
    _solved,
    (
        Grad(
            "-inv(A).mT @ g @ result.mT if left == 1 else -result.mT @ g @ inv(A).mT",
            _to_A,
        ),
        Grad(
            "inv(A).mT @ g if left == 1 else g @ inv(A).mT",
            lambda g, A, left: as_given(_turned(g, A, left), g),
        ),
    ),
    symbol="solve({0}, {1})",
    dtype="same",
)


def inv(A: Tensor) -> Tensor:
    """The matrix that undoes ``A``: their product is 1 on the diagonal, 0 elsewhere.

    >>> import autoviz as av
    >>> av.linalg.inv(av.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.2500]])

    Raises:
        RuntimeError: it is no square matrix of floats.
        LinAlgError: it is singular: there is none.
    """
    return _inverted(must_be_tensor("linalg_inv", "A", 1, A))


def inverse(self: Tensor) -> Tensor:
    """``linalg.inv``."""
    return _inverted(must_be_tensor("inverse", "input", 1, self))


def _inverted(A: Tensor) -> Tensor:
    check_square("linalg.inv", A)
    check_floats("linalg.inv", A)
    return apply(INV, A)


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """The X with ``A @ X = B``; with ``left=False``, ``X @ A = B``.

    B has matrices, or one vector for each matrix of A.

    >>> import autoviz as av
    >>> av.linalg.solve(av.tensor([[2.0, 0.0], [0.0, 4.0]]), av.tensor([6.0, 4.0]))
    tensor([3., 1.])

    Raises:
        RuntimeError: A is no square matrix of floats, or B does not fit it.
        LinAlgError: A is singular.
    """
    must_be_tensor("linalg_solve", "A", 1, A)
    must_be_tensor("linalg_solve", "B", 2, B)
    check_floats("linalg.solve", A, "lu_cpu")
    if A.dtype is not B.dtype:
        raise RuntimeError(
            "linalg.solve: Expected A and B to have the same dtype, but found A of "
            f"type {A.dtype.scalar_type} and B of type {B.dtype.scalar_type} instead"
        )
    check_system("linalg.solve", A, B, left=left, is_vector=is_vector_for(A, B))
    return apply(SOLVE, A, B, left=left)


def check_system(
    function: str, A: Tensor, B: Tensor, *, left: bool, is_vector: bool = False
) -> None:
    """Refuse what is no system of equations.

    Raises:
        RuntimeError: A is no square matrix, or B does not fit it.
    """
    check_square(function, A)
    if not is_vector:
        check_matrix(function, B, "B")
    rows, columns = (B.shape[-1], 1) if is_vector else B.shape[-2:]
    side = A.shape[-1]
    if side != (rows if left else columns):
        equation = "AX = B" if left else "XA = B"
        raise RuntimeError(
            f"{function}: Incompatible shapes of A and B for the equation {equation} "
            f"({side}x{side} and {rows}x{columns})"
        )
    broadcast_shape(B.shape[: -1 if is_vector else -2], A.shape[:-2])


PUBLIC = public(inverse)

FACES = (Face(inverse, ("inverse",)),)
