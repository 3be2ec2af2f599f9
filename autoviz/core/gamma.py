"""The gamma function's logarithm, which numpy lacks, and that one's derivatives.

The gamma function goes through the factorials: Γ(4) is 3·2·1. Python has the logarithm.
Its derivatives, ``digamma`` and ``polygamma``, are sums of 1/x, 1/(x + 1), … to some
power: the first few are added one by one, and of the rest, which is smooth, the sum is
an integral with a few corrections (Euler and Maclaurin found them).

Next: ``ops/pointwise/lgamma_digamma``, which uses it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out

__all__ = ["digamma", "lgamma", "polygamma"]

_FAR = 10.0
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
"""The numbers that the corrections are made of."""


def lgamma(x: Array) -> Array:
    """The logarithm of the size of Γ(x); infinite at 0, -1 and so on.

    >>> lgamma(np.array([1.0, 4.0])).round(4).tolist()  # log(3 * 2)
    [0.0, 1.7918]
    """
    made = np.fromiter(map(_lgamma, x.ravel().tolist()), np.float64, x.size)
    return laid_out(made.reshape(x.shape).astype(x.dtype), x)


def _lgamma(x: float) -> float:
    try:
        return math.lgamma(x)
    except (ValueError, OverflowError):
        return math.inf


def digamma(x: Array) -> Array:
    """The derivative of ``lgamma``.

    >>> digamma(np.array([1.0, 2.0])).round(4).tolist()  # one apart, as 1/1 is
    [-0.5772, 0.4228]
    """
    at = np.asarray(x, np.float64)
    turned = np.where(at < 0, 1 - at, at)
    far, total = _moved(turned, 1)
    powers = (far ** (2 * k) for k in range(1, len(_BERNOULLI) + 1))
    terms = zip(_BERNOULLI, powers, strict=True)
    rest = sum(b / (2 * k * power) for k, (b, power) in enumerate(terms, start=1))
    made = np.log(far) - 1 / (2 * far) - rest - total
    made = np.where(at < 0, made - math.pi / np.tan(math.pi * at), made)
    made = np.where(at == 0, np.copysign(math.inf, -at), made)
    is_pole = (at < 0) & (at == np.floor(at))
    return laid_out(np.where(is_pole, math.nan, made).astype(x.dtype), x)


def polygamma(x: Array, n: int) -> Array:
    """The ``n``-th derivative of ``digamma``.

    >>> polygamma(np.array([1.0, 2.0]), 1).round(4).tolist()  # one apart, as 1/1² is
    [1.6449, 0.6449]
    """
    at, power = np.asarray(x, np.float64), n + 1
    is_below = at < 0
    near = np.where(is_below, at - np.floor(at), np.abs(at))
    total = _sum_from(near, power)
    back, whole = (np.where(is_below, 1 - each, 1) for each in (near, at))
    between = _sum_from(back, power) - _sum_from(whole, power)
    total = np.where(is_below, total + (-1) ** power * between, total)
    made = (-1) ** power * math.factorial(n) * total
    return laid_out(made.astype(x.dtype), x)


def _sum_from(x: Any, power: int) -> Any:
    """1/x + 1/(x + 1) + … without end, each to a power above 1; x is not below 0."""
    far, total = _moved(x, power)
    total = total + far ** (1 - power) / (power - 1) + far**-power / 2
    factor = float(power)
    for k, number in enumerate(_BERNOULLI, start=1):
        order = 2 * k
        share = number / math.factorial(order) * factor
        total = total + share * far ** (1 - power - order)
        factor *= (power + order - 1) * (power + order)
    return total


def _moved(x: Any, power: int) -> tuple[Any, Any]:
    """A place far enough out, a whole number of steps from x; what lies between."""
    total = np.zeros_like(x)
    while (is_near := (x >= 0) & (x < _FAR)).any():
        total = np.where(is_near, total + x**-power, total)
        x = np.where(is_near, x + 1, x)
    return x, total
