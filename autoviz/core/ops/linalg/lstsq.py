"""The best there is where equations contradict each other: ``lstsq``.

More equations than unknowns have no solution as a rule: no line goes through all
points. ``lstsq(A, b)`` is the X for which the squares of ``A @ X - b`` add up to least,
and that is ``pinv(A) @ b``. Its derivatives are those of a product.

Next: ``matrix_norm``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors
from autoviz.core.ops.linalg.matrices import as_given, as_matrices
from autoviz.core.ops.linalg.pinv_rank import PINV, pinv_vjp, pseudo_inverse, rank
from autoviz.core.ops.linalg.solve_inv import is_vector_for
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "lstsq"]


def _lstsq(self: Array, b: Array, rcond: float | None) -> Any:
    """Solutions, an empty place for what is left over, and ranks.

    LAPACK writes the solutions over b, which has more rows; they lie as in there.
    """
    is_vector = is_vector_for(self, b)
    inverse = pseudo_inverse(self, 0.0, rcond)
    solved = inverse @ (b[..., None] if is_vector else b)
    *batch, rows, columns = solved.shape
    whole = np.zeros((*batch, columns, max(self.shape[-2:])), self.dtype).mT
    solution = whole[..., :rows, :]
    solution[...] = solved
    left_over = np.zeros(0, self.dtype)
    found = solution[..., 0] if is_vector else solution
    return found, left_over, rank(self, 0.0, rcond)


def _inverse(self: Any, rcond: float | None) -> Any:
    return apply(PINV, self, atol=0.0, rtol=rcond)


def _to_self(g: list[Any], self: Any, b: Any, rcond: float | None) -> Any:
    to_inverse = as_matrices(g[0], self) @ as_matrices(b, self).mT
    return pinv_vjp(to_inverse, self, _inverse(self, rcond))


def _to_b(g: list[Any], self: Any, rcond: float | None) -> Any:
    sent = _inverse(self, rcond).mT @ as_matrices(g[0], self)
    return as_given(sent, g[0])


LSTSQ = Op(
    "lstsq",
    "LinalgLstsqBackward0",
    ("self", "b"),
    _lstsq,
    (
        Grad("pinv_backward(g @ b.mT)", _to_self),
        Grad("pinv(self).mT @ g", _to_b),
    ),
    symbol="lstsq({0}, {1})",
    dtype="same",
    results=("solution", "residuals", "rank"),
)


def lstsq(
    A: Tensor, B: Tensor, rcond: float | None = None, *, driver: str | None = None
) -> Any:
    """The solution of least squares, and the rank of ``A``.

    What is left over (``residuals``) and the singular values are empty: only some
    drivers of PyTorch compute them, and the default one does not.

    >>> import autoviz as av
    >>> A, b = av.tensor([[1.0], [1.0]]), av.tensor([1.0, 2.0])
    >>> av.linalg.lstsq(A, b).solution
    tensor([1.5000])

    Raises:
        RuntimeError: A is no matrix of floats, or B does not fit it.
        NotImplementedError: another driver than "gelsy".
    """
    check_tensors("linalg_lstsq", input=A, b=B)
    _check(A, B)
    _check_driver(driver)
    parts: tuple[Any, ...] = apply(LSTSQ, A, B, rcond=rcond)  # type: ignore[assignment]
    none = wrap(np.zeros(0, A.array.dtype))
    return return_types.linalg_lstsq((*parts, none))


def _check(A: Tensor, B: Tensor) -> None:
    start = "torch.linalg.lstsq:"
    if A.ndim < 2:
        raise RuntimeError(f"{start} input must have at least 2 dimensions.")
    if B.ndim < 1:
        raise RuntimeError(f"{start} other must have at least 1 dimension.")
    if A.dtype is not B.dtype:
        raise RuntimeError(
            f"{start} Expected input and other to have the same dtype, but got input's "
            f"dtype {A.dtype.scalar_type} and other's dtype {B.dtype.scalar_type}"
        )
    if not 0 <= A.ndim - B.ndim <= 1:
        raise RuntimeError(
            f"{start} input.dim() must be greater or equal to other.dim() and "
            "(input.dim() - other.dim()) <= 1"
        )
    is_vector = is_vector_for(A, B)
    last = -1 if is_vector else -2
    if A.shape[-2] != B.shape[last]:
        raise RuntimeError(f"{start} input.size(-2) should match other.size({last})")
    if B.ndim < A.ndim and not is_vector:
        broadcast_shape(A.shape[:-2], B.shape[:-1])
    if not A.dtype.is_floating_point or A.dtype.numpy.itemsize < 4:
        raise RuntimeError(
            "This function doesn't handle types other than float and double"
        )


def _check_driver(driver: str | None) -> None:
    if driver in ("gels", "gelsd", "gelss"):
        raise NotImplementedError(
            f"linalg.lstsq(driver={driver!r}) is not in autoviz's numpy core; record "
            "real PyTorch"
        )
    if driver not in (None, "gelsy"):
        raise RuntimeError(
            "torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, "
            "gelsd, gelss)"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
