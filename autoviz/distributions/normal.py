"""The normal distribution: numbers around ``loc``, most of them within ``scale``.

``rsample`` draws noise from the standard one, and moves it: ``loc + noise * scale``.
So what is drawn has a gradient with respect to both.

Next: ``uniform``.
"""

from __future__ import annotations

import math

from autoviz.core.modes import state
from autoviz.core.ops.methods.sampling import normal
from autoviz.core.random_numbers import randn
from autoviz.core.shapes import Size
from autoviz.core.tensor import Number, Tensor
from autoviz.distributions.distribution import POSITIVE, REAL, Distribution, alike

__all__ = ["Normal"]


class Normal(Distribution):
    """Numbers around ``loc``, with the standard deviation ``scale``.

    >>> import autoviz as av
    >>> av.distributions.Normal(0.0, 1.0).log_prob(av.tensor(0.0))
    tensor(-0.9189)
    """

    has_rsample = True
    support = REAL

    def __init__(
        self,
        loc: Tensor | Number,
        scale: Tensor | Number,
        validate_args: bool | None = None,
    ) -> None:
        self.loc, self.scale = alike(loc, scale)
        super().__init__(self.loc.shape, ())
        self._require(validate_args, loc=(self.loc, REAL), scale=(self.scale, POSITIVE))

    def _drawn(self, shape: Size) -> Tensor:
        if not state.grad_enabled:
            return normal(self.loc.expand(shape), self.scale.expand(shape))
        noise = randn(shape, dtype=self.loc.dtype)
        return self.loc + noise * self.scale

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density at ``value``."""
        self._check_value(value)
        variance = self.scale**2
        width = self.scale.log()
        bell = -((value - self.loc) ** 2) / (2 * variance)
        return bell - width - math.log(math.sqrt(2 * math.pi))

    def entropy(self) -> Tensor:
        """It grows with the width only."""
        return 0.5 + 0.5 * math.log(2 * math.pi) + self.scale.log()

    def cdf(self, value: Tensor) -> Tensor:
        """How likely a number up to ``value`` is."""
        self._check_value(value)
        distance = (value - self.loc) * self.scale.reciprocal()
        return 0.5 * (1 + (distance / math.sqrt(2)).erf())

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def stddev(self) -> Tensor:
        return self.scale

    @property
    def variance(self) -> Tensor:
        return self.scale.pow(2)

    def __repr__(self) -> str:
        return self._told(loc=self.loc, scale=self.scale)
