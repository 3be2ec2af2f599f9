"""The error function, which numpy lacks: how likely a normal number is below x.

In float64 every number goes through Python's ``math.erf``: exact, and slow. In
float32, what networks compute with, one idea makes it fast: erf looks like tanh, and
is ``tanh(x · p(x²))`` with a polynomial p of seven terms, fitted so that no result
is off by more than float32's last digits.

Next: ``ops/nn/gelu_silu``, which uses it for ``gelu``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out

__all__ = ["erf", "erfc", "normal_cdf", "normal_pdf"]

_FIT = (
    1.12837970554,
    0.10276548078,
    -1.8438207142e-04,
    -6.2572098908e-04,
    8.9713096191e-05,
    -5.9857629536e-06,
    1.5896315977e-07,
)
_BOUND = 4.2  # beyond it erf is 1, to float32
_ROOT = math.sqrt(0.5)
_FIT_OF_NORMAL = tuple(each * _ROOT ** (2 * n + 1) for n, each in enumerate(_FIT))


def erf(x: Array) -> Array:
    """The error function of every element.

    >>> erf(np.array([0.0, 1.0])).round(4).tolist()
    [0.0, 0.8427]
    """
    return _fitted(x, _FIT, _BOUND) if x.dtype == np.float32 else _exact(x)


def erfc(x: Array) -> Array:
    """1 - erf, where that is next to nothing too: exact, and slow."""
    return _exact(x, math.erfc)


def normal_cdf(x: Array) -> Array:
    """Φ: the share of a normal distribution that is below x."""
    if x.dtype == np.float32:
        below = _fitted(x, _FIT_OF_NORMAL, _BOUND / _ROOT)
    else:
        below = _exact(x * x.dtype.type(_ROOT))
    below += 1
    below *= x.dtype.type(0.5)
    return below


def normal_pdf(x: Array) -> Array:
    """φ: the slope of Φ, the bell curve."""
    bell = np.asarray(x * x)
    bell *= x.dtype.type(-0.5)
    np.exp(bell, out=bell)
    bell *= x.dtype.type(1 / math.sqrt(2 * math.pi))
    return bell


def _exact(x: Array, function: Callable[[float], float] = math.erf) -> Array:
    made = np.fromiter(map(function, x.ravel().tolist()), np.float64, x.size)
    return laid_out(made.reshape(x.shape).astype(x.dtype), x)


def _fitted(x: Array, fit: Sequence[float], bound: float) -> Array:
    bounded = np.clip(x, -bound, bound)
    square = np.asarray(bounded * bounded)
    fitted = np.asarray(square * np.float32(fit[-1]))
    for each in fit[-2:0:-1]:
        fitted += np.float32(each)
        fitted *= square
    fitted += np.float32(fit[0])
    fitted *= bounded
    return np.tanh(fitted, out=fitted)
