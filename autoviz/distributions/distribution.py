"""What distributions have in common: shapes, and what is refused.

``batch_shape`` is that of the parameters: so many distributions at once.
``event_shape`` is that of one thing that is drawn: a number mostly, for a
``Multinomial`` a row of counts. ``sample((5,))`` draws five of each.

Next: ``normal``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autoviz.core.creation import tensor
from autoviz.core.modes import no_grad
from autoviz.core.ops.shape.expand import broadcast_tensors
from autoviz.core.shapes import Size, broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = ["Constraint", "Distribution", "alike"]


@dataclass(frozen=True, repr=False)
class Constraint:
    """What a parameter, or a number that is drawn, has to be."""

    name: str
    holds: Callable[[Tensor], Tensor]

    def __repr__(self) -> str:
        return self.name


REAL = Constraint("Real()", lambda x: x == x)  # nan does not equal itself
POSITIVE = Constraint("GreaterThan(lower_bound=0.0)", lambda x: x > 0)
PROBABILITY = Constraint(
    "Interval(lower_bound=0.0, upper_bound=1.0)", lambda x: (x >= 0) & (x <= 1)
)
SIMPLEX = Constraint(
    "Simplex()",
    lambda x: (x >= 0).all(-1) & ((x.sum(-1) - 1).abs() < 1e-6),
)
REAL_ROW = Constraint("IndependentConstraint(Real(), 1)", lambda x: (x == x).all(-1))


class Distribution:
    """What every one has; those below say how to draw, and how likely a number is."""

    has_rsample = False
    support: Constraint

    def __init__(self, batch_shape: Sequence[int], event_shape: Sequence[int]) -> None:
        self.batch_shape = Size(batch_shape)
        self.event_shape = Size(event_shape)

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Draw; no gradient comes back from here."""
        with no_grad():
            return self._drawn(self._extended(sample_shape))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Draw so that the gradient finds its way back to the parameters.

        Raises:
            NotImplementedError: this cannot be drawn so.
        """
        if not self.has_rsample:
            raise NotImplementedError(f"{type(self).__name__} has no rsample()")
        return self._drawn(self._extended(sample_shape))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of how likely ``value`` is."""
        raise NotImplementedError

    def entropy(self) -> Tensor:
        """How uncertain is what will be drawn."""
        raise NotImplementedError

    @property
    def variance(self) -> Tensor:
        """The mean square of the distance to the mean."""
        raise NotImplementedError

    @property
    def stddev(self) -> Tensor:
        """The root of the variance."""
        return self.variance.sqrt()

    def perplexity(self) -> Tensor:
        """So many equally likely things would be as uncertain."""
        return self.entropy().exp()

    def _drawn(self, shape: Size) -> Tensor:
        raise NotImplementedError

    def _extended(self, sample_shape: Sequence[int]) -> Size:
        return Size((*sample_shape, *self.batch_shape, *self.event_shape))

    def _require(self, is_checked: bool | None, **parameters: Any) -> None:
        """Refuse parameters, each with its constraint, that are not what they must be.

        Raises:
            ValueError: one is not.
        """
        for name, (value, wanted) in parameters.items():
            if is_checked is not False and not bool(wanted.holds(value).all()):
                raise ValueError(
                    f"Expected parameter {name} (Tensor of shape "
                    f"{tuple(value.shape)}) of distribution {self!r} to satisfy the "
                    f"constraint {wanted!r}, but found invalid values:\n{value}"
                )
        self._is_checked = is_checked is not False

    def _check_value(self, value: Any) -> None:
        """Refuse what cannot have been drawn.

        Raises:
            ValueError: it is no tensor, of another shape, or not possible.
        """
        if not self._is_checked:
            return
        if not isinstance(value, Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")
        own = self._extended(())
        try:
            broadcast_shape(tuple(value.shape), own)
        except RuntimeError:
            raise ValueError(
                "Value is not broadcastable with batch_shape+event_shape: "
                f"{value.shape} vs {own}."
            ) from None
        if not bool(self.support.holds(value).all()):
            raise ValueError(
                f"Expected value argument (Tensor of shape {tuple(value.shape)}) to be "
                f"within the support ({self.support!r}) of the distribution {self!r}, "
                f"but found invalid values:\n{value}"
            )

    def _told(self, **parameters: Tensor) -> str:
        """Its name and parameters: numbers, or else their shapes."""
        inside = ", ".join(
            f"{name}: {each if each.numel() == 1 else each.shape}"
            for name, each in parameters.items()
        )
        return f"{type(self).__name__}({inside})"


def alike(*parameters: Tensor | Number) -> list[Tensor]:
    """Parameters as tensors of one shape and, of numbers, in the type of the others."""
    dtypes = [each.dtype for each in parameters if isinstance(each, Tensor)]
    dtype = dtypes[0] if dtypes else None
    tensors = [
        each if isinstance(each, Tensor) else tensor(float(each), dtype=dtype)
        for each in parameters
    ]
    return list(broadcast_tensors(*tensors))
