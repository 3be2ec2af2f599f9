"""``logsumexp``, a smooth maximum: the logarithm of a sum of exponentials.

It is a little more than the largest number, and hardly more where that one stands out.
Its derivative is the softmax: how much each has to do with it.

Next: ``cumsum``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.pointwise.exp_log import EXP
from autoviz.core.ops.reduction.dims import Dims, restored
from autoviz.core.shapes import wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "logsumexp"]


def _logsumexp(self: Array, dim: Any, keepdim: bool) -> Any:
    """The largest is taken out first, so that no exponential overflows."""
    if not self.ndim:
        return self.copy()
    largest = self.max(axis=dim, keepdims=True, initial=-np.inf)
    largest = np.where(np.isinf(largest), 0, largest).astype(self.dtype)
    total = np.exp(self - largest).sum(axis=dim, keepdims=True)
    result = np.log(total) + largest
    return in_rows(result if keepdim else result.squeeze(axis=dim))


def _logsumexp_vjp(
    g: Any, self: Any, result: Any, self_sizes: Any, dim: Any, keepdim: bool
) -> Any:
    g, result = (restored(each, self_sizes, dim, keepdim) for each in (g, result))
    return g * apply(EXP, self - result)


LOGSUMEXP = Op(
    "logsumexp",
    "LogsumexpBackward0",
    ("self",),
    _logsumexp,
    (Grad("exp(self - result)", _logsumexp_vjp),),
    symbol="{0}.logsumexp({dim})",
    dtype="float",
)


def logsumexp(self: Tensor, dim: Dims, keepdim: bool = False) -> Tensor:
    """``log(sum(exp(self)))`` over ``dim``, without overflow.

    >>> import autoviz as av
    >>> av.tensor([1000.0, 1000.0]).logsumexp(0)
    tensor(1000.6932)
    """
    dims = wrap_dims(dim, self.ndim) or tuple(range(self.ndim))
    return apply(LOGSUMEXP, self, dim=dims, keepdim=keepdim)


PUBLIC = public(logsumexp)

FACES = (Face(logsumexp, ("logsumexp",)),)
