"""The Bernoulli distribution: 1 with the probability ``probs``, else 0.

Instead of a probability a ``logit`` may be given, which can be any number: what a
network has before the sigmoid. Each is computed from the other when it is first asked
for.

Next: ``categorical``.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from autoviz.core.modes import enable_grad
from autoviz.core.ops.methods.sampling import bernoulli
from autoviz.core.shapes import Size
from autoviz.core.tensor import Number, Tensor
from autoviz.distributions.distribution import (
    PROBABILITY,
    REAL,
    Constraint,
    Distribution,
    alike,
)
from autoviz.nn.functional import binary_cross_entropy_with_logits

__all__ = ["Bernoulli", "clamped"]


class Bernoulli(Distribution):
    """1 or 0; give either ``probs`` or ``logits``."""

    support = Constraint("Boolean()", lambda x: (x == 0) | (x == 1))

    def __init__(
        self,
        probs: Tensor | Number | None = None,
        logits: Tensor | Number | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if (probs is None) == (logits is None):
            raise ValueError(
                "Either `probs` or `logits` must be specified, but not both."
            )
        given = probs if probs is not None else logits
        assert given is not None
        (self._param,) = alike(given)
        self._name = "logits" if probs is None else "probs"
        super().__init__(self._param.shape, ())
        wanted = REAL if probs is None else PROBABILITY
        self._require(validate_args, **{self._name: (self._param, wanted)})

    @cached_property
    def probs(self) -> Tensor:
        """How likely a 1 is."""
        with enable_grad():
            return self._param if self._name == "probs" else self._param.sigmoid()

    @cached_property
    def logits(self) -> Tensor:
        """What the sigmoid makes a probability of."""
        if self._name == "logits":
            return self._param
        with enable_grad():
            inside = clamped(self._param)
            return inside.log() - (-inside).log1p()

    def _drawn(self, shape: Size) -> Tensor:
        return bernoulli(self.probs.expand(shape))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the probability of what came."""
        self._check_value(value)
        logits, value = alike(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self) -> Tensor:
        """Largest at 0.5."""
        return binary_cross_entropy_with_logits(
            self.logits, self.probs, reduction="none"
        )

    @property
    def mean(self) -> Tensor:
        return self.probs

    @property
    def variance(self) -> Tensor:
        return self.probs * (1 - self.probs)

    def __repr__(self) -> str:
        return self._told(**{self._name: self._param})


def clamped(probs: Tensor) -> Tensor:
    """Away from 0 and 1, so that the logarithm is finite."""
    eps = float(np.finfo(probs.dtype.numpy).eps)
    return probs.clamp(min=eps, max=1 - eps)
