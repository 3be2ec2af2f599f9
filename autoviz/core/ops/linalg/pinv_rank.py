"""What there is where no inverse is: ``pinv``, and ``matrix_rank``.

The pseudo-inverse inverts what can be inverted: each singular value that is not as good
as 0. How many there are of these is the rank. ``pinv(A) @ B`` is the X for which
``A @ X`` comes closest to B, in the sense of least squares.

Next: ``lstsq``.
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
from autoviz.core.ops.linalg.matrices import check_matrix, check_square, failed
from autoviz.core.ops.linalg.svd import NOT_FINITE, not_finite
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PINV",
    "PUBLIC",
    "matrix_rank",
    "pinv",
    "pinv_vjp",
    "pinverse",
    "pseudo_inverse",
    "rank",
]

Tolerance = float | Tensor | None


def _decomposed(self: Array, hermitian: bool) -> tuple[Array, Array, Array]:
    """U, S and Vh; of a symmetric matrix by its eigenvalues, which may be negative."""
    try:
        if hermitian:
            values, vectors = np.linalg.eigh(self)
            return vectors, values, vectors.mT
        U, S, Vh = np.linalg.svd(self, full_matrices=False)
    except np.linalg.LinAlgError:
        raise failed("linalg.svd", NOT_FINITE, not_finite(self)) from None
    return U, S, Vh


def _counting(self: Array, S: Array, atol: Any, rtol: Any) -> Any:
    """Which singular values are not as good as 0."""
    if rtol is None:
        is_told = atol is not None and np.any(np.asarray(atol) > 0)
        rtol = 0.0 if is_told else max(self.shape[-2:]) * np.finfo(self.dtype).eps
    sizes = np.abs(S)
    largest = sizes.max(-1, initial=0)
    limit = np.maximum(0.0 if atol is None else atol, largest * rtol)
    return sizes > np.asarray(limit)[..., None]


def pseudo_inverse(
    self: Array, atol: Any = None, rtol: Any = None, hermitian: bool = False
) -> Any:
    """``pinv`` of arrays."""
    U, S, Vh = _decomposed(self, hermitian)
    counting = _counting(self, S, atol, rtol)
    inverted = counting / np.where(counting, S, 1)
    return in_rows((Vh.mT * inverted[..., None, :]) @ U.mT).astype(self.dtype)


def rank(
    self: Array, atol: Any = None, rtol: Any = None, hermitian: bool = False
) -> Any:
    """``matrix_rank`` of arrays."""
    S = _decomposed(self, hermitian)[1]
    return _counting(self, S, atol, rtol).sum(-1, dtype=np.int64)


def pinv_vjp(g: Any, self: Any, result: Any) -> Any:
    """The first part is that of an inverse; the others are 0 if it is one.

    What is multiplied first is what is smaller: PyTorch's order.
    """
    P, turned, G = result, result.mT, g.mT
    if self.shape[-2] <= self.shape[-1]:
        inner = G @ P
        outer = inner @ turned
        whole = -(P @ inner).mT + outer - (self @ P) @ outer
        return whole + (turned @ P) @ (G - inner @ self)
    inner = P @ G
    outer = turned @ inner
    whole = -(inner @ P).mT + ((G - self @ inner) @ P) @ turned
    return whole + outer - (outer @ P) @ self


PINV = Op(
    "pinv",
    "LinalgPinvBackward0",
    ("self",),
    pseudo_inverse,
    (
        Grad(
            "(g.mT - self @ result @ g.mT) @ result @ result.mT"
            " + result.mT @ result @ (g.mT - g.mT @ result @ self)"
            " - (result @ g.mT @ result).mT",
            pinv_vjp,
        ),
    ),
    symbol="pinv({0})",
    dtype="same",
)

MATRIX_RANK = Op(
    "matrix_rank",
    "",
    ("self",),
    rank,
    (),
    symbol="matrix_rank({0})",
    dtype="same",
)
"""A whole number: it does not change a little if the matrix does."""


def pinv(
    self: Tensor,
    rcond: Tolerance = None,
    hermitian: bool = False,
    *,
    atol: Tolerance = None,
    rtol: Tolerance = None,
) -> Tensor:
    """The pseudo-inverse: the inverse of what can be inverted.

    Singular values up to ``atol``, or up to ``rtol`` times the largest, count as 0.

    >>> import autoviz as av
    >>> av.linalg.pinv(av.tensor([[2.0, 0.0], [0.0, 0.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.0000]])

    Raises:
        RuntimeError: it is no matrix of floats.
    """
    must_be_tensor("linalg_pinv", "input", 1, self)
    if rcond is not None:
        atol, rtol = 0.0, rcond
    return _with_limits(self, atol, rtol, hermitian)


def pinverse(self: Tensor, rcond: float = 1e-15) -> Tensor:
    """``linalg.pinv``, with another limit for what counts as 0."""
    must_be_tensor("pinverse", "input", 1, self)
    return _with_limits(self, 0.0, rcond, False)


def _with_limits(
    self: Tensor, atol: Tolerance, rtol: Tolerance, hermitian: bool
) -> Tensor:
    kind = self.dtype
    if self.ndim < 2 or not kind.is_floating_point:
        sizes = ", ".join(str(each) for each in self.shape)
        raise RuntimeError(
            f"linalg.pinv({kind.scalar_type}{{[{sizes}]}}): expected a tensor with 2 "
            "or more dimensions of float, double, cfloat or cdouble types"
        )
    if hermitian:
        check_square("linalg.eigh", self)
    return apply(PINV, self, **_options(atol, rtol, hermitian))


def matrix_rank(
    self: Tensor,
    tol: Tolerance = None,
    hermitian: bool = False,
    *,
    atol: Tolerance = None,
    rtol: Tolerance = None,
) -> Tensor:
    """How many singular values are not as good as 0.

    >>> import autoviz as av
    >>> av.linalg.matrix_rank(av.tensor([[1.0, 2.0], [2.0, 4.0]]))
    tensor(1)

    Raises:
        RuntimeError: it is no matrix of floats.
    """
    must_be_tensor("linalg_matrix_rank", "input", 1, self)
    check_matrix("torch.linalg.matrix_rank", self, "input")
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "This function doesn't handle types other than float and double"
        )
    if hermitian:
        check_square("linalg.eigh", self)
    if tol is not None:
        atol, rtol = tol, 0.0
    return apply(MATRIX_RANK, self, **_options(atol, rtol, hermitian))


def _options(atol: Tolerance, rtol: Tolerance, hermitian: bool) -> dict[str, Any]:
    """Those that were given."""
    told = {"atol": _plain(atol), "rtol": _plain(rtol), "hermitian": hermitian or None}
    return {name: each for name, each in told.items() if each is not None}


def _plain(limit: Tolerance) -> Any:
    return limit.array if isinstance(limit, Tensor) else limit


PUBLIC = public(pinverse)

FACES = (Face(pinverse, ("pinverse",)),)
