"""A matrix as a square: ``cholesky``.

``A = L @ L.mT`` with an L that is 0 above the diagonal. There is one for each matrix
that is *symmetric* and *positive-definite*, as covariances are: of numbers only those
above 0 have a root either. Only the lower half of A is looked at; the gradient is given
to both halves alike, as if whoever nudges one place nudges the one across as well.

Next: ``qr``.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.linalg.matrices import (
    check_floats,
    check_kernel,
    check_square,
    failed,
    in_columns,
)
from autoviz.core.ops.linalg.solve_triangular import triangular
from autoviz.core.ops.linalg.tril_triu import TRIL
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cholesky", "linalg_cholesky"]

DEPRECATED = """\
torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in \
a future PyTorch release.
L = torch.cholesky(A)
should be replaced with
L = torch.linalg.cholesky(A)
and
U = torch.cholesky(A, upper=True)
should be replaced with
U = torch.linalg.cholesky(A).mH
This transform will produce equivalent results for all valid (symmetric positive \
definite) inputs."""


def _factor(A: Array, upper: bool, function: str) -> Any:
    lower = A.mT if upper else A
    try:
        L = _root(lower)
    except np.linalg.LinAlgError:
        matrices = lower.reshape(-1, *A.shape[-2:])
        orders = np.array([_bad_minor(each) for each in matrices])
        bad = (orders > 0).reshape(A.shape[:-2])
        why = (
            "The factorization could not be completed because the input is not "
            f"positive-definite (the leading minor of order {orders[orders > 0][0]} is "
            "not positive-definite)."
        )
        raise failed(function, why, bad) from None
    return in_columns(L.mT if upper else L)


def _root(A: Array) -> Array:
    L: Array = np.linalg.cholesky(A)
    if np.isnan(L).any():
        raise np.linalg.LinAlgError
    return L


def _bad_minor(A: Array) -> int:
    """How much of its upper left corner is too much to have a root; 0 if nothing is."""
    for order in range(1, len(A) + 1):
        try:
            _root(A[:order, :order])
        except np.linalg.LinAlgError:
            return order
    return 0


def _sent(g: Any, L: Any, upper: bool) -> Any:
    if upper:
        g, L = g.mT, L.mT
    inner = apply(TRIL, L.mT @ g, diagonal=0)
    inner = times(inner + apply(TRIL, inner, diagonal=-1).mT, 0.5)
    half = triangular(L.mT, inner, True, True, False)
    return triangular(L, half, False, False, False)


CHOLESKY = Op(
    "cholesky",
    "LinalgCholeskyExBackward0",
    ("A",),
    lambda A, upper: _factor(A, upper, "linalg.cholesky"),
    (
        Grad(
            "inv(L) @ mirrored(L @ g.mT) @ inv(L).mT / 2"
            " if upper == 1 else inv(L).mT @ mirrored(L.mT @ g) @ inv(L) / 2",
            _sent,
        ),
    ),
    symbol="cholesky({0})",
    dtype="same",
    results=("L",),
)

# What torch.cholesky makes.
OLD_CHOLESKY = Op(
    "cholesky",
    "CholeskyBackward0",
    ("self",),
    lambda self, upper: _factor(self, upper, "cholesky"),
    (
        Grad(
            CHOLESKY.grads[0].rule.replace("L", "result"),
            lambda g, result, upper: _sent(g, result, upper),
        ),
    ),
    symbol="cholesky({0})",
    dtype="same",
)


def linalg_cholesky(A: Tensor, *, upper: bool = False) -> Tensor:
    """``linalg.cholesky``: the L with ``A = L @ L.mT``, or with ``upper`` ``L.mT``.

    >>> import autoviz as av
    >>> av.linalg.cholesky(av.tensor([[4.0, 2.0], [2.0, 5.0]]))
    tensor([[2., 0.],
            [1., 2.]])

    Raises:
        RuntimeError: it is no square matrix of floats.
        LinAlgError: it is not positive-definite.
    """
    must_be_tensor("linalg_cholesky", "input", 1, A)
    check_square("linalg.cholesky", A)
    check_floats("linalg.cholesky", A, "cholesky_cpu")
    return apply(CHOLESKY, A, upper=upper)


def cholesky(self: Tensor, upper: bool = False) -> Tensor:
    """An older ``linalg.cholesky``.

    Raises:
        RuntimeError: it is not square, or of whole numbers.
    """
    must_be_tensor("cholesky", "input", 1, self)
    warnings.warn(DEPRECATED, stacklevel=2)
    check_square("cholesky", self)
    check_kernel("cholesky_cpu", self)
    return apply(OLD_CHOLESKY, self, upper=upper)


PUBLIC = public(cholesky)

FACES = (Face(cholesky, ("cholesky",)),)
