"""The categorical distribution: which of several, by their probabilities.

``probs`` need not add up to 1, they are divided by their sum. ``logits`` are any
numbers, what a network has before the softmax; their logsumexp is taken away, and then
they are the logarithms of probabilities.

    action = Categorical(logits=policy(observation)).sample()

Next: ``multinomial``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from autoviz.core.modes import enable_grad
from autoviz.core.ops.shape.expand import broadcast_tensors
from autoviz.core.ranges import arange
from autoviz.core.shapes import Size
from autoviz.core.tensor import Tensor
from autoviz.distributions.bernoulli import clamped
from autoviz.distributions.distribution import (
    REAL_ROW,
    SIMPLEX,
    Constraint,
    Distribution,
)

__all__ = ["Categorical"]


class Categorical(Distribution):
    """One of ``probs.shape[-1]``, by number; give either ``probs`` or ``logits``."""

    def __init__(
        self,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if (probs is None) == (logits is None):
            raise ValueError(
                "Either `probs` or `logits` must be specified, but not both."
            )
        given = probs if probs is not None else logits
        assert given is not None
        self._name = "logits" if probs is None else "probs"
        if given.dim() < 1:
            raise ValueError(
                f"`{self._name}` parameter must be at least one-dimensional."
            )
        if probs is not None:
            self._param = probs / probs.sum(-1, keepdim=True)
        else:
            self._param = given - given.logsumexp(dim=-1, keepdim=True)
        super().__init__(self._param.shape[:-1], ())
        self._require(
            validate_args,
            **{self._name: (self._param, SIMPLEX if logits is None else REAL_ROW)},
        )
        last = self._param.shape[-1] - 1
        self.support = Constraint(
            f"IntegerInterval(lower_bound=0, upper_bound={last})",
            lambda x: (x % 1 == 0) & (x >= 0) & (x <= last),
        )

    @cached_property
    def probs(self) -> Tensor:
        """How likely each is."""
        with enable_grad():
            is_known = self._name == "probs"
            return self._param if is_known else self._param.softmax(dim=-1)

    @cached_property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        with enable_grad():
            is_known = self._name == "logits"
            return self._param if is_known else clamped(self._param).log()

    @property
    def param_shape(self) -> Size:
        """The shape of the probabilities."""
        return self._param.shape

    def _drawn(self, shape: Size) -> Tensor:
        rows = self.probs.reshape(-1, self._param.shape[-1])
        times = math.prod(shape[: len(shape) - len(self.batch_shape)])
        return rows.multinomial(times, True).T.reshape(shape)

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the probability of what came."""
        self._check_value(value)
        column, logits = broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return logits.gather(-1, column[..., :1]).squeeze(-1)

    def entropy(self) -> Tensor:
        """Largest if all are equally likely."""
        least = float(np.finfo(self._param.dtype.numpy).min)
        return -(self.logits.clamp(min=least) * self.probs).sum(-1)

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """All that can come, one after the other."""
        numbers = arange(self._param.shape[-1]).view(-1, *_ones(self.batch_shape))
        return numbers.expand(-1, *self.batch_shape) if expand else numbers

    @property
    def mode(self) -> Tensor:
        """The one that is most likely."""
        return self.probs.argmax(dim=-1)

    def __repr__(self) -> str:
        return f"Categorical({self._name}: {self._param.shape})"


def _ones(shape: Sequence[int]) -> tuple[int, ...]:
    return (1,) * len(shape)
