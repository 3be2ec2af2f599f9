"""Systems whose matrix has zeros on one side: ``solve_triangular``.

The last equation has one unknown, the one above it two, and so on: each is found by
putting in those before. The other half of the matrix is not looked at, so no gradient
goes there.

Next: ``det``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.linalg.matrices import check_kernel, in_columns
from autoviz.core.ops.linalg.solve_inv import check_system
from autoviz.core.ops.linalg.tril_triu import TRIL, TRIU
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "solve_triangular", "triangular"]


def _substituted(A: Array, B: Array, upper: bool, unitriangular: bool) -> Array:
    """From the equation with one unknown to that with all of them."""
    batch = broadcast_shape(A.shape[:-2], B.shape[:-2])
    X = np.array(np.broadcast_to(B, (*batch, *B.shape[-2:])))
    side = A.shape[-1]
    for row in reversed(range(side)) if upper else range(side):
        known = slice(row + 1, None) if upper else slice(row)
        X[..., row, :] -= (A[..., row, None, known] @ X[..., known, :])[..., 0, :]
        if not unitriangular:
            X[..., row, :] /= A[..., row, row, None]
    return X


def _solved(self: Array, B: Array, upper: bool, left: bool, unitriangular: bool) -> Any:
    if left:
        return in_columns(_substituted(self, B, upper, unitriangular))
    return in_columns(_substituted(self.mT, B.mT, not upper, unitriangular).mT)


def _to_self(
    g: Any, self: Any, result: Any, upper: bool, left: bool, unitriangular: bool
) -> Any:
    """Only for the half that is looked at, without the diagonal if that is 1."""
    solution = triangular(self.mT, g, not upper, left, unitriangular)
    whole = -(solution @ result.mT) if left else -(result.mT @ solution)
    aside = int(unitriangular)
    if upper:
        return apply(TRIU, whole, diagonal=aside)
    return apply(TRIL, whole, diagonal=-aside)


SOLVE_TRIANGULAR: Op = Op(
    "solve_triangular",
    "LinalgSolveTriangularBackward0",
    ("self", "B"),
    _solved,
    (
        Grad(
            "-half(solve(self.mT, g) @ result.mT)"
            " if left == 1 else -half(result.mT @ solve(self.mT, g))",
            _to_self,
        ),
        Grad(
            "solve(self.mT, g)",
            lambda g, self, upper, left, unitriangular: triangular(
                self.mT, g, not upper, left, unitriangular
            ),
        ),
    ),
    symbol="solve_triangular({0}, {1}, upper={upper})",
    dtype="same",
)


def triangular(A: Any, B: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    """``solve_triangular`` for vjps: on arrays too."""
    options = {"upper": upper, "left": left, "unitriangular": unitriangular}
    return apply(SOLVE_TRIANGULAR, A, B, **options)


def solve_triangular(
    A: Tensor,
    B: Tensor,
    *,
    upper: bool,
    left: bool = True,
    unitriangular: bool = False,
) -> Tensor:
    """The X with ``A @ X = B``, where A is taken for 0 below (or above) its diagonal.

    With ``left=False`` it is ``X @ A = B``; with ``unitriangular`` the diagonal is
    taken for 1.

    >>> import autoviz as av
    >>> A, B = av.tensor([[1.0, 2.0], [0.0, 4.0]]), av.tensor([[4.0], [4.0]])
    >>> av.linalg.solve_triangular(A, B, upper=True)
    tensor([[2.],
            [1.]])

    Raises:
        RuntimeError: A is no square matrix, or B does not fit it.
    """
    must_be_tensor("linalg_solve_triangular", "input", 1, A)
    must_be_tensor("linalg_solve_triangular", "B", 2, B)
    check_system("linalg.solve_triangular", A, B, left=left)
    check_kernel("triangular_solve_cpu", A)
    solution: Tensor = triangular(A, B, upper, left, unitriangular)
    return solution


PUBLIC: dict[str, Any] = {}

FACES = ()
