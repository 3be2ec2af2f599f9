"""A matrix as a turn and a triangle: ``qr``.

``A = Q @ R``: the columns of Q have length 1 and stand at right angles, and R is 0
below the diagonal. It is how columns are made orthogonal one after the other, as Gram
and Schmidt do; the signs of the columns are left open.

Next: ``eigh``.
"""

from __future__ import annotations

import warnings
from typing import Any, Literal

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.select_slice import slice_of
from autoviz.core.ops.linalg.matrices import (
    check_floats,
    check_matrix,
    in_columns,
)
from autoviz.core.ops.linalg.solve_triangular import triangular
from autoviz.core.ops.linalg.tril_triu import TRIL, TRIU
from autoviz.core.ops.shape.cat_stack import cat_row
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "linalg_qr", "qr"]

DEPRECATED = """\
torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future \
PyTorch release.
The boolean parameter 'some' has been replaced with a string parameter 'mode'.
Q, R = torch.qr(A, some)
should be replaced with
Q, R = torch.linalg.qr(A, 'reduced' if some else 'complete')"""


def _qr(A: Array, mode: Literal["reduced", "complete", "r"]) -> Any:
    if mode == "r":
        return np.zeros(0, A.dtype), in_columns(np.linalg.qr(A, "r"))
    Q, R = np.linalg.qr(A, mode)
    return in_columns(Q), in_columns(R)


def _qr_vjp(g: list[Any], Q: Any, R: Any, mode: str) -> Any:
    _check_differentiable(Q, R, mode)
    to_Q, to_R = g
    inner = None if to_R is None else to_R @ R.mT
    if to_Q is not None:
        inner = -Q.mT @ to_Q if inner is None else inner - Q.mT @ to_Q
    if Q.shape[-2] < R.shape[-1]:
        return _of_wide(inner, to_R, Q, R)
    upper = apply(TRIU, inner, diagonal=0)
    whole = Q @ (upper + apply(TRIU, inner, diagonal=1).mT)
    if to_Q is not None:
        whole = whole + to_Q
    return triangular(R.mT, whole, False, False, False)


def _of_wide(inner: Any, to_R: Any, Q: Any, R: Any) -> Any:
    """Only the first columns decide on Q; R has the others as they are, turned."""
    inner = -inner
    rows, columns, last = Q.shape[-2], R.shape[-1], R.ndim - 1
    whole = Q @ apply(TRIL, inner - inner.mT, diagonal=0)
    whole = triangular(slice_of(R, last, 0, rows).mT, whole, False, False, False)
    rest = zeros_of((*R.shape[:-1], columns - rows), whole)
    whole = apply(cat_row((rows, columns - rows)), whole, rest, dim=last)
    return whole if to_R is None else whole + Q @ to_R


def _check_differentiable(Q: Any, R: Any, mode: str) -> None:
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when "
            "mode='r'. Please use linalg.qr(A, mode='reduced') if you are going to "
            "differentiate through linalg.qr."
        )
    if mode == "complete" and Q.shape[-2] > R.shape[-1]:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' and "
            "nrows > ncols."
        )


QR = Op(
    "qr",
    "LinalgQrBackward0",
    ("A",),
    _qr,
    (Grad("qr_backward(g)", _qr_vjp),),
    symbol="qr({0})",
    dtype="same",
    results=("Q", "R"),
)


def linalg_qr(A: Tensor, mode: str = "reduced") -> Any:
    """``linalg.qr``: Q and R, so that ``A = Q @ R``.

    With ``mode="complete"`` Q is square; with ``"r"`` it is left out.

    >>> import autoviz as av
    >>> av.linalg.qr(av.tensor([[0.0, 2.0], [3.0, 0.0]])).R.abs()
    tensor([[3., 0.],
            [0., 2.]])

    Raises:
        RuntimeError: it is no matrix of floats, or there is no such mode.
    """
    must_be_tensor("linalg_qr", "A", 1, A)
    return return_types.linalg_qr(_decomposed(A, mode))


def qr(self: Tensor, some: bool = True) -> Any:
    """An older ``linalg.qr``."""
    must_be_tensor("qr", "input", 1, self)
    warnings.warn(DEPRECATED, stacklevel=2)
    return return_types.qr(_decomposed(self, "reduced" if some else "complete"))


def _decomposed(A: Tensor, mode: str) -> tuple[Tensor, Tensor]:
    check_matrix("linalg.qr", A)
    check_floats("linalg.qr", A, "geqrf_cpu")
    if mode not in ("reduced", "complete", "r"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' "
            "(default), 'r', or 'complete'"
        )
    return apply(QR, A, mode=mode)  # type: ignore[return-value]


PUBLIC = public(qr)

FACES = (Face(qr, ("qr",)),)
