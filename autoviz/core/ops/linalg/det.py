"""Determinants: ``det``, ``slogdet``, ``logdet``.

A determinant says by what factor a matrix stretches volumes; a minus says that it turns
space inside out. Its derivative is itself times the inverse on its side; that of its
logarithm is the inverse on its side. Where it is 0 there is no inverse, but still a
derivative: for each place the determinant of what is left without its row and column.
With ``create_graph`` it is put together from singular values there; without, PyTorch
sends 0, and so does this.

Next: ``multi_dot``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.linalg.matrices import (
    as_column,
    as_row,
    check_floats,
    check_square,
    eliminated,
    on_diagonals,
)
from autoviz.core.ops.linalg.solve_inv import SOLVE
from autoviz.core.ops.linalg.svd import SVD
from autoviz.core.ops.reduction.prod import product_of_others
from autoviz.core.ops.shape.expand import EXPAND
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "det", "linalg_slogdet", "logdet", "slogdet"]


def _pivots(A: Array) -> tuple[Array, Array]:
    """LAPACK reads columns: what lies in rows it sees on its side, which is as good."""
    return eliminated(A.mT if A.flags.c_contiguous else A)


def _det(A: Array) -> Any:
    pivots, sign = _pivots(A)
    return sign * pivots.prod(-1)


def _slogdet(A: Array) -> Any:
    pivots, sign = _pivots(A)
    signs = np.nan_to_num(np.sign(pivots))
    return sign * signs.prod(-1), np.log(np.abs(pivots)).sum(-1)


def _times_inverse(g: Any, A: Any) -> Any:
    """``g * inv(A).mT``: one number for each matrix."""
    size = tuple(A.shape[:-1])
    scaled_identity = on_diagonals(apply(EXPAND, as_column(g), size=size))
    return apply(SOLVE, A.mT, scaled_identity.mT, left=True)


def _det_vjp(g: Any, A: Any, result: Any) -> Any:
    """Without a graph PyTorch multiplies by the determinant, also where it is 0."""
    if isinstance(g, Tensor):
        near = 100 * np.finfo(result.array.dtype).eps
        return _where(np.abs(result.array) < near, _of_minors, g, A, result)
    return _where(result == 0, lambda g, A: np.zeros_like(A), g, A, result)


def _where(is_singular: Array, otherwise: Any, g: Any, A: Any, result: Any) -> Any:
    """By the inverse, and ``otherwise`` for those matrices that have none."""
    if not is_singular.any():
        return _times_inverse(g * result, A)
    if is_singular.all():
        return otherwise(g, A)
    places = is_singular[..., None, None]
    identity = np.eye(A.shape[-1], dtype=np.bool_)
    regular = choose(places & identity, 1, choose(places, 0, A))
    return choose(places, otherwise(g, A), _times_inverse(g * result, regular))


def _of_minors(g: Any, A: Any) -> Any:
    """For each singular value the product of the others, in its own directions."""
    U, S, Vh = apply(SVD, A, full_matrices=True)
    scale = apply(DET, U) * apply(DET, Vh) * g
    others = as_column(scale) * product_of_others(S)
    return (U * as_row(others)) @ Vh


DET: Op = Op(
    "det",
    "LinalgDetBackward0",
    ("A",),
    _det,
    (Grad("result * inv(A).mT", _det_vjp),),
    symbol="det({0})",
    dtype="same",
)

SLOGDET = Op(
    "slogdet",
    "LinalgSlogdetBackward0",
    ("A",),
    _slogdet,
    (
        Grad(
            "inv(A).mT",
            lambda g, A: None if g[1] is None else _times_inverse(g[1], A),
        ),
    ),
    symbol="slogdet({0})",
    dtype="same",
    results=("sign", "logabsdet"),
)


def det(self: Tensor) -> Tensor:
    """The determinant.

    >>> import autoviz as av
    >>> av.det(av.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor(-2.)

    Raises:
        RuntimeError: it is no square matrix of floats.
    """
    must_be_tensor("det", "input", 1, self)
    check_square("linalg.det", self)
    check_floats("linalg.det", self, "lu_cpu")
    return apply(DET, self)


def slogdet(self: Tensor) -> Any:
    """The sign of the determinant, and the logarithm of its size.

    >>> import autoviz as av
    >>> av.slogdet(av.tensor([[0.0, 1.0], [1.0, 0.0]]))
    torch.return_types.slogdet(
    sign=tensor(-1.),
    logabsdet=tensor(0.))

    Raises:
        RuntimeError: it is no square matrix of floats.
    """
    must_be_tensor("slogdet", "input", 1, self)
    return return_types.slogdet(_sign_and_size("linalg.slogdet", self))


def linalg_slogdet(A: Tensor) -> Any:
    """``linalg.slogdet``: the sign of the determinant, and the logarithm of its size.

    Raises:
        RuntimeError: it is no square matrix of floats.
    """
    must_be_tensor("linalg_slogdet", "A", 1, A)
    return return_types.linalg_slogdet(_sign_and_size("linalg.slogdet", A))


def logdet(self: Tensor) -> Tensor:
    """The logarithm of the determinant; nan if that is negative.

    Raises:
        RuntimeError: it is no square matrix of floats.
    """
    must_be_tensor("logdet", "input", 1, self)
    sign, size = _sign_and_size("logdet", self)
    logarithm: Tensor = choose(sign == -1, math.nan, size)
    return logarithm


def _sign_and_size(function: str, A: Tensor) -> tuple[Tensor, Tensor]:
    check_square(function, A)
    check_floats(function, A)
    return apply(SLOGDET, A)  # type: ignore[return-value]


PUBLIC = public(det, logdet, slogdet)

FACES = (
    Face(det, ("det",)),
    Face(slogdet, ("slogdet",)),
    Face(logdet, ("logdet",)),
)
