"""The uniform distribution: any number from ``low`` on, below ``high``, alike.

Next: ``bernoulli``.
"""

from __future__ import annotations

from autoviz.core.random_numbers import rand
from autoviz.core.shapes import Size
from autoviz.core.tensor import Number, Tensor
from autoviz.distributions.distribution import REAL, Constraint, Distribution, alike

__all__ = ["Uniform"]


class Uniform(Distribution):
    """Numbers between ``low`` and ``high``, all equally likely."""

    has_rsample = True

    def __init__(
        self,
        low: Tensor | Number,
        high: Tensor | Number,
        validate_args: bool | None = None,
    ) -> None:
        self.low, self.high = low_, high_ = alike(low, high)
        super().__init__(self.low.shape, ())
        below = Constraint(f"LessThan(upper_bound={high_})", lambda x: x < high_)
        self._require(validate_args, low=(low_, below), high=(high_, REAL))
        self.support = Constraint(
            f"Interval(lower_bound={low_}, upper_bound={high_})",
            lambda x: (x >= low_) & (x <= high_),
        )

    def _drawn(self, shape: Size) -> Tensor:
        share = rand(shape, dtype=self.low.dtype)
        return self.low + share * (self.high - self.low)

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density, which is -inf outside."""
        self._check_value(value)
        is_above: Tensor = self.low.le(value).type_as(self.low)
        is_below: Tensor = self.high.gt(value).type_as(self.low)
        inside: Tensor = is_above.mul(is_below)
        return inside.log() - (self.high - self.low).log()

    def entropy(self) -> Tensor:
        """It grows with the distance."""
        return (self.high - self.low).log()

    @property
    def mean(self) -> Tensor:
        return (self.high + self.low) / 2

    @property
    def variance(self) -> Tensor:
        return (self.high - self.low).pow(2) / 12

    def __repr__(self) -> str:
        return self._told(low=self.low, high=self.high)
