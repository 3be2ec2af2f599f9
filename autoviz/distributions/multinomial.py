"""The multinomial distribution: how often each came, of so many drawn.

Next: ``kl``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.core.filled import ones_like, zeros
from autoviz.core.modes import no_grad
from autoviz.core.tensor import Tensor
from autoviz.distributions.categorical import Categorical
from autoviz.distributions.distribution import Constraint, Distribution, alike

__all__ = ["Multinomial"]


class Multinomial(Distribution):
    """Counts that add up to ``total_count``; give either ``probs`` or ``logits``."""

    def __init__(
        self,
        total_count: int = 1,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        self.total_count = total_count
        self._one = Categorical(probs, logits, validate_args)
        super().__init__(self._one.batch_shape, self._one.param_shape[-1:])
        self._require(validate_args)
        self.support = Constraint(
            "Multinomial()",
            lambda x: (x >= 0).all(-1) & (x.sum(-1) <= total_count),
        )

    @property
    def probs(self) -> Tensor:
        """How likely each is."""
        return self._one.probs

    @property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return self._one.logits

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Draw ``total_count`` times, and count."""
        with no_grad():
            came = self._one.sample((self.total_count, *sample_shape)).movedim(0, -1)
            counts = zeros(self._extended(sample_shape), dtype=came.dtype)
            counts.scatter_add_(-1, came, ones_like(came))
            return counts.type_as(self.probs)

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the probability of these counts, in whatever order."""
        self._check_value(value)
        orders = (value.sum(-1) + 1).lgamma() - (value + 1).lgamma().sum(-1)
        logits, value = alike(self.logits, value)
        logits = logits.clone()
        logits[(value == 0) & (logits == -float("inf"))] = 0
        return orders + (logits * value).sum(-1)

    @property
    def mean(self) -> Tensor:
        return self.probs * self.total_count

    @property
    def variance(self) -> Tensor:
        return self.total_count * self.probs * (1 - self.probs)

    def __repr__(self) -> str:
        return "Multinomial()"
