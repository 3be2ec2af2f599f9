"""Scores into probabilities.

``softmax`` makes numbers positive (exp) and lets them sum to 1 (divide by the sum).
So each result depends on every score of its row, and its derivative is not a factor
element by element: what a score gets is ``result * (g - sum(g * result))``. A score
gains only as far as its gradient is above the weighted mean of its row.

``log_softmax`` is its logarithm, computed without ever leaving the logarithms; the
losses are made from it. Both subtract the largest score first: that changes nothing,
and keeps ``exp`` from overflowing.

Next: ``mse_bce_loss``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.pointwise.exp_log import EXP
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "LOG_SOFTMAX",
    "PUBLIC",
    "SAFE_SOFTMAX",
    "SOFTMAX",
    "log_softmax",
    "softmax",
]


def _axis(array: Any, dim: int) -> tuple[int, ...]:
    """Of a 0-d tensor there is nothing to sum over."""
    return (dim % array.ndim,) if array.ndim else ()


def _total(values: Any, dim: int) -> Any:
    return apply(SUM_DIM, values, dim=_axis(values, dim), keepdim=True)


def _below_largest(self: Array, dim: int) -> Array:
    """A copy in which the largest score of each row is 0."""
    largest = self.max(axis=_axis(self, dim), keepdims=True, initial=-np.inf)
    return in_rows(self - largest)


def _softmax(self: Array, dim: int) -> Array:
    if not self.size:
        return self.copy()
    powers = _below_largest(self, dim)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=_axis(self, dim), keepdims=True)
    return powers


def _safe_softmax(self: Array, dim: int) -> Array:
    """A row that is -inf throughout is masked out: 0, not nan."""
    hidden = np.isneginf(self).all(axis=_axis(self, dim), keepdims=True)
    return np.where(hidden, self.dtype.type(0), _softmax(self, dim))


def _log_softmax(self: Array, dim: int) -> Array:
    if not self.size:
        return self.copy()
    logs = _below_largest(self, dim)
    logs -= np.log(np.exp(logs).sum(axis=_axis(self, dim), keepdims=True))
    return logs


def _softmax_row(grad_fn: str, forward: Callable[[Array, int], Array]) -> Op:
    return Op(
        "softmax",
        grad_fn,
        ("self",),
        forward,
        (
            Grad(
                "result * (g - sum(g * result))",
                lambda g, result, dim: apply(SOFTMAX_BACKWARD, g, result, dim=dim),
            ),
        ),
        symbol="softmax({0}, {dim})",
        dtype="same",
    )


SOFTMAX = _softmax_row("SoftmaxBackward0", _softmax)
SAFE_SOFTMAX = _softmax_row("SafeSoftmaxBackward0", _safe_softmax)

SOFTMAX_BACKWARD: Op = Op(
    "softmax_backward",
    "SoftmaxBackwardDataBackward0",
    ("grad_output", "output"),
    lambda grad_output, output, dim: (
        output * (grad_output - _total(grad_output * output, dim))
    ),
    (
        Grad(
            "output * (g - sum(g * output))",
            lambda g, output, dim: apply(SOFTMAX_BACKWARD, g, output, dim=dim),
        ),
        Grad(
            "g * (grad_output - sum(grad_output * output))"
            " - grad_output * sum(g * output)",
            lambda g, grad_output, output, dim: (
                g * (grad_output - _total(grad_output * output, dim))
                - grad_output * _total(g * output, dim)
            ),
        ),
    ),
    symbol="softmax_backward({0}, {1})",
)

LOG_SOFTMAX: Op = Op(
    "log_softmax",
    "LogSoftmaxBackward0",
    ("self",),
    _log_softmax,
    (
        Grad(
            "g - exp(result) * sum(g)",
            lambda g, result, dim: apply(LOG_SOFTMAX_BACKWARD, g, result, dim=dim),
        ),
    ),
    symbol="log_softmax({0}, {dim})",
    dtype="same",
)

LOG_SOFTMAX_BACKWARD: Op = Op(
    "log_softmax_backward",
    "LogSoftmaxBackwardDataBackward0",
    ("grad_output", "output"),
    lambda grad_output, output, dim: (
        grad_output - np.exp(output) * _total(grad_output, dim)
    ),
    (
        Grad(
            "g - sum(g * exp(output))",
            lambda g, output, dim: g - _total(g * apply(EXP, output), dim),
        ),
        Grad(
            "-g * exp(output) * sum(grad_output)",
            lambda g, grad_output, output, dim: (
                -(g * apply(EXP, output)) * _total(grad_output, dim)
            ),
        ),
    ),
    symbol="log_softmax_backward({0}, {1})",
)


def softmax(self: Tensor, dim: int, dtype: Dtype | None = None) -> Tensor:
    """Probabilities along ``dim``; they sum to 1.

    >>> import autoviz as av
    >>> av.softmax(av.tensor([0.0, 0.0]), 0)
    tensor([0.5000, 0.5000])

    Raises:
        IndexError: there is no such dimension.
        NotImplementedError: the scores are no floating point numbers.
    """
    return _along(SOFTMAX, self, dim, dtype)


def log_softmax(self: Tensor, dim: int, dtype: Dtype | None = None) -> Tensor:
    """The logarithms of those probabilities.

    Raises:
        IndexError: there is no such dimension.
        NotImplementedError: the scores are no floating point numbers.
    """
    return _along(LOG_SOFTMAX, self, dim, dtype)


def _along(op: Op, self: Tensor, dim: int, dtype: Dtype | None) -> Tensor:
    if dtype is not None and dtype is not self.dtype:
        self = self.to(dtype)
    at = wrap_dim(dim, self.ndim)
    if self.numel() and not self.dtype.is_floating_point:
        is_last = at == max(self.ndim, 1) - 1
        kernel = "lastdim_kernel_impl" if is_last else "kernel_impl"
        raise NotImplementedError(
            f"\"{op.name}_{kernel}\" not implemented for '{self.dtype.scalar_type}'"
        )
    return apply(op, self, dim=dim)


PUBLIC = public(log_softmax, softmax)

FACES = (
    Face(softmax, ("softmax",)),
    Face(log_softmax, ("log_softmax",)),
)
