"""Special functions, as in ``torch.special``.

Most are known under another name as well: ``expit`` is ``sigmoid``. What is computed
stands in the op table.

Next: ``autoviz.core.ops.pointwise.logaddexp_xlogy``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.core.ops.nn.relu_sigmoid_tanh import sigmoid as expit
from autoviz.core.ops.nn.softmax import log_softmax, softmax
from autoviz.core.ops.pointwise.exp_log import erf, erfc, exp2, expm1, log1p
from autoviz.core.ops.pointwise.lgamma_digamma import digamma, polygamma
from autoviz.core.ops.pointwise.lgamma_digamma import digamma as psi
from autoviz.core.ops.pointwise.lgamma_digamma import lgamma as gammaln
from autoviz.core.ops.pointwise.logaddexp_xlogy import entr, logit, xlogy
from autoviz.core.ops.pointwise.rounding import round as rounded
from autoviz.core.ops.pointwise.scalar import plus, times
from autoviz.core.ops.pointwise.trigonometry import sinc
from autoviz.core.ops.reduction.logsumexp import logsumexp
from autoviz.core.tensor import Tensor

__all__ = [
    "digamma",
    "entr",
    "erf",
    "erfc",
    "exp2",
    "expit",
    "expm1",
    "gammaln",
    "log1p",
    "log_softmax",
    "logit",
    "logsumexp",
    "ndtr",
    "polygamma",
    "psi",
    "round",
    "sinc",
    "softmax",
    "xlogy",
]


def ndtr(input: Tensor) -> Tensor:
    """How likely a normally distributed number is below ``input``.

    >>> import autoviz as av
    >>> av.special.ndtr(av.tensor([0.0, 1.0]))
    tensor([0.5000, 0.8413])
    """
    half: Tensor = times(plus(erf(times(input, math.sqrt(0.5))), 1.0), 0.5)
    return half


def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """To the nearest number with so many digits after the point."""
    return rounded(input, decimals=decimals)


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
