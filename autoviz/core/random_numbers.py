"""Tensors of random numbers: ``randn``, ``rand``, ``randint``, ``manual_seed``.

The same seed gives the same numbers again, here; they are not the numbers that
PyTorch draws from that seed. A ``Generator`` is a source of its own, for a part of a
program that should not depend on what others draw. Numbers whose distribution a tensor
tells are an operation: ``ops/methods/sampling``.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.creation import made
from autoviz.core.dtypes import Array, Dtype, as_dtype, get_default_dtype, int64
from autoviz.core.faces import public
from autoviz.core.filled import shape_of
from autoviz.core.layout import laid_out
from autoviz.core.tensor import Tensor

__all__ = [
    "PUBLIC",
    "Generator",
    "initial_seed",
    "manual_seed",
    "rand",
    "rand_like",
    "randint",
    "randint_like",
    "randn",
    "randn_like",
    "randperm",
    "seed",
    "source",
]


class Generator:
    """A source of random numbers."""

    def __init__(self, device: Any = "cpu") -> None:
        self.manual_seed(_FIRST_SEED)

    def manual_seed(self, seed: int) -> Generator:
        """Begin again, with the numbers that belong to ``seed``."""
        self._seed = int(seed)
        self.numpy = np.random.default_rng(self._seed % 2**64)
        return self

    def initial_seed(self) -> int:
        """The seed it began with."""
        return self._seed

    def seed(self) -> int:
        """Begin with a seed that nobody can foresee."""
        return self.manual_seed(secrets.randbits(63)).initial_seed()


_FIRST_SEED = 67280421310721
default_generator = Generator()
default_generator.seed()


def manual_seed(seed: int) -> Generator:
    """Make the functions below draw the same numbers again."""
    return default_generator.manual_seed(seed)


def initial_seed() -> int:
    """The seed that the numbers began with."""
    return default_generator.initial_seed()


def seed() -> int:
    """Begin with a seed that nobody can foresee."""
    return default_generator.seed()


def rand(
    *sizes: Any,
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers between 0 and 1, 1 excluded, all equally likely."""
    shape = shape_of("rand", sizes if size is None else (size,))
    array = _drawn("rand", generator, shape, dtype)
    return made("rand", array, requires_grad, device)


def randn(
    *sizes: Any,
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers drawn from a normal distribution of mean 0 and variance 1."""
    shape = shape_of("randn", sizes if size is None else (size,))
    array = _drawn("randn", generator, shape, dtype)
    return made("randn", array, requires_grad, device)


def randint(
    low: int = 0,
    high: Any = None,
    size: Sequence[int] | None = None,
    *,
    generator: Generator | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Whole numbers from ``low`` on, below ``high``: ``randint(10, (2, 3))``.

    Raises:
        RuntimeError: there is no such number.
    """
    if size is None and isinstance(high, Sequence):
        low, high, size = 0, low, high
    elif high is None:
        low, high = 0, low
    shape = shape_of("randint", () if size is None else (size,))
    wanted = as_dtype(dtype or int64, "randint")
    array = _whole_numbers(generator, low, high, shape).astype(wanted.numpy)
    return made("randint", array, requires_grad, device)


def rand_like(
    input: Tensor, *, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """``rand`` in the shape and type of ``input``."""
    array = _drawn("rand", None, input.array.shape, dtype or input.dtype)
    return made("rand_like", laid_out(array, input.array), requires_grad)


def randn_like(
    input: Tensor, *, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """``randn`` in the shape and type of ``input``."""
    array = _drawn("randn", None, input.array.shape, dtype or input.dtype)
    return made("randn_like", laid_out(array, input.array), requires_grad)


def randint_like(
    input: Tensor,
    low: int,
    high: int | None = None,
    *,
    dtype: Dtype | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """``randint`` in the shape and type of ``input``."""
    first, end = (0, low) if high is None else (low, high)
    array = laid_out(_whole_numbers(None, first, end, input.shape), input.array)
    wanted = dtype or input.dtype
    return made("randint_like", array.astype(wanted.numpy), requires_grad)


def randperm(n: int, *, generator: Generator | None = None) -> Tensor:
    """The numbers 0 … n - 1 in random order."""
    return made("randperm", source(generator).permutation(n))


def _drawn(
    function: str, generator: Generator | None, shape: Sequence[int], dtype: Any
) -> Array:
    wanted = get_default_dtype() if dtype is None else as_dtype(dtype, function)
    if not wanted.is_floating_point:
        kernel = "check_uniform_bounds" if function == "rand" else "normal_kernel_cpu"
        raise NotImplementedError(
            f"\"{kernel}\" not implemented for '{wanted.scalar_type}'"
        )
    numbers = source(generator)
    draw = numbers.random if function == "rand" else numbers.standard_normal
    return np.asarray(draw(tuple(shape))).astype(wanted.numpy)


def _whole_numbers(
    generator: Generator | None, low: int, high: int, shape: Sequence[int]
) -> Array:
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= "
            f"to={high}"
        )
    return np.asarray(source(generator).integers(low, high, tuple(shape)))


def source(generator: Generator | None) -> np.random.Generator:
    """Where numbers come from: a learner's generator, or the one for all."""
    return (generator or default_generator).numpy


PUBLIC = public(
    Generator,
    initial_seed,
    manual_seed,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
    seed,
)
