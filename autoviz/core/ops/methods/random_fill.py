"""Random numbers put into a tensor that is there: ``normal_``, ``uniform_``.

Initialisation is their use: ``w.normal_(0, 0.1)`` inside ``no_grad``. Where they are
recorded, what was there before has no say in what is there after, so its gradient is
zero. The numbers are drawn first and then written, as by ``fill_``.

Next: ``sampling``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face
from autoviz.core.op import Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.methods.copy_fill import OVERWRITTEN
from autoviz.core.random_numbers import Generator, source
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "bernoulli_",
    "exponential_",
    "normal_",
    "random_",
    "uniform_",
]


def _row(name: str, grad_fn: str) -> Op:
    return Op(
        name,
        grad_fn,
        ("self",),
        lambda self, drawn: np.asarray(drawn).astype(self.dtype),
        (OVERWRITTEN,),
        symbol=f"{{0}}.{name}_(…)",
        dtype="same",
        overwrites=True,
    )


NORMAL = _row("normal", "NormalBackward0")
UNIFORM = _row("uniform", "UniformBackward0")
BERNOULLI = _row("bernoulli", "BernoulliBackward2")
EXPONENTIAL = _row("exponential", "ExponentialBackward0")
RANDOM = _row("random", "RandomBackward2")
RANDOM_TO = _row("random", "RandomBackward1")
RANDOM_FROM = _row("random", "RandomBackward0")


def normal_(
    self: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fill with numbers of a normal distribution.

    Raises:
        RuntimeError: the deviation is negative.
        NotImplementedError: whole numbers.
    """
    if std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    only_floats("normal_kernel_cpu", self.array)
    drawn = mean + std * _numbers(source(generator).standard_normal(self.shape))
    return apply_in_place(NORMAL, self, drawn=drawn)


def uniform_(
    self: Tensor,
    a: float = 0.0,
    b: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fill with numbers from ``a`` on, below ``b``, all equally likely.

    Raises:
        RuntimeError: there are none.
        NotImplementedError: whole numbers.
    """
    only_floats("check_uniform_bounds", self.array)
    if a > b:
        raise RuntimeError(
            "uniform_ expects to return a [from, to) range, but found "
            f"from={a:g} > to={b:g}"
        )
    drawn = a + (b - a) * _numbers(source(generator).random(self.shape))
    return apply_in_place(UNIFORM, self, drawn=drawn)


def bernoulli_(
    self: Tensor, p: float = 0.5, *, generator: Generator | None = None
) -> Tensor:
    """Fill with 1, with the probability ``p``, and 0.

    Raises:
        RuntimeError: ``p`` is no probability.
    """
    if not 0 <= p <= 1:
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p:g}")
    drawn = _numbers(source(generator).random(self.shape)) < p
    return apply_in_place(BERNOULLI, self, drawn=drawn)


def exponential_(
    self: Tensor, lambd: float = 1.0, *, generator: Generator | None = None
) -> Tensor:
    """Fill with numbers of an exponential distribution of mean ``1 / lambd``.

    Raises:
        RuntimeError: ``lambd`` is not above 0.
    """
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "Exponential distribution is a continuous probability distribution. dtype "
            f"must be a floating point but you specified {self.dtype.scalar_type}"
        )
    if lambd <= 0:
        raise RuntimeError(
            f"exponential_ expects lambda > 0.0, but found lambda={lambd:g}"
        )
    drawn = _numbers(source(generator).standard_exponential(self.shape)) / lambd
    return apply_in_place(EXPONENTIAL, self, drawn=drawn)


def random_(self: Tensor, *bounds: int, generator: Generator | None = None) -> Tensor:
    """Fill with whole numbers: ``random_()``, ``random_(to)``, ``random_(low, to)``.

    Without bounds any that the type can tell from its neighbours.

    Raises:
        RuntimeError: there are none.
    """
    low, to = (0, *bounds)[-2:] if bounds else (0, _count(self.dtype.numpy))
    if low >= to:
        raise RuntimeError(
            "random_ expects 'from' to be less than 'to', but got "
            f"from={low} >= to={to}"
        )
    drawn = _numbers(source(generator).integers(low, to, self.shape))
    row = (RANDOM, RANDOM_TO, RANDOM_FROM)[len(bounds)]
    return apply_in_place(row, self, drawn=drawn)


def _count(kind: np.dtype[Any]) -> int:
    """How many whole numbers from 0 on are numbers of a type."""
    if kind.kind == "f":
        return int(2 ** (np.finfo(kind).nmant + 1)) + 1
    return 2 if kind.kind == "b" else int(np.iinfo(kind).max)


def _numbers(drawn: Any) -> Array:
    return np.asarray(drawn)


PUBLIC: dict[str, Any] = {}

FACES = (
    Face(normal_, ("normal_",)),
    Face(uniform_, ("uniform_",)),
    Face(bernoulli_, ("bernoulli_",)),
    Face(exponential_, ("exponential_",)),
    Face(random_, ("random_",)),
)
