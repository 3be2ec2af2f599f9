"""Numbers drawn as a tensor says: ``normal``, ``bernoulli``, ``multinomial``.

What was drawn is taken for a constant: no small change of the mean leads to a small
change of it that could be told. PyTorch leaves a node behind all the same, and what it
sends is zero. So a loss on samples does not train what they were drawn from, and says
nothing about it. The way out is to draw from where nothing is to be learnt:
``mean + std * randn_like(std)``.

Next: ``to_dtype``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.creation import made
from autoviz.core.dtypes import Array, Dtype, as_dtype, get_default_dtype
from autoviz.core.faces import Face, public
from autoviz.core.filled import shape_of
from autoviz.core.op import Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.methods.copy_fill import OVERWRITTEN
from autoviz.core.random_numbers import Generator, source
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "bernoulli", "multinomial", "normal", "poisson"]

NORMAL_OF_MEAN = Op(
    "normal",
    "NormalBackward1",
    ("mean",),
    lambda mean, std, drawn: drawn,
    (OVERWRITTEN,),
    symbol="normal({0}, {std})",
    dtype="same",
)
NORMAL_OF_STD = Op(
    "normal",
    "NormalBackward2",
    ("std",),
    lambda std, mean, drawn: drawn,
    (OVERWRITTEN,),
    symbol="normal({mean}, {0})",
    dtype="same",
)
NORMAL_OF_BOTH = Op(
    "normal",
    "NormalBackward3",
    ("mean", "std"),
    lambda mean, std, drawn: drawn,
    (OVERWRITTEN, OVERWRITTEN),
    symbol="normal({0}, {1})",
    dtype="same",
)
BERNOULLI_OF = Op(
    "bernoulli",
    "BernoulliBackward0",
    ("self",),
    lambda self, drawn: drawn,
    (OVERWRITTEN,),
    symbol="bernoulli({0})",
    dtype="same",
)
POISSON = Op(
    "poisson",
    "PoissonBackward0",
    ("self",),
    lambda self, drawn: drawn,
    (OVERWRITTEN,),
    symbol="poisson({0})",
    dtype="same",
)


def normal(
    mean: float | Tensor = 0.0,
    std: float | Tensor = 1.0,
    size: Sequence[int] | None = None,
    *,
    generator: Generator | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers drawn from normal distributions, each of its mean and deviation.

    ``normal(0.0, 1.0, (2, 3))`` has one for all; tensors tell each its own.

    Raises:
        RuntimeError: a deviation is negative, or the shapes do not fit.
    """
    if isinstance(mean, Tensor) or isinstance(std, Tensor):
        return _of_tensors(mean, std, generator)
    shape = shape_of("normal", (size,) if size is not None else ())
    wanted = get_default_dtype() if dtype is None else as_dtype(dtype, "normal")
    drawn = mean + std * np.asarray(source(generator).standard_normal(shape))
    return made("normal", drawn.astype(wanted.numpy), requires_grad, device)


def _of_tensors(
    mean: float | Tensor, std: float | Tensor, generator: Generator | None
) -> Tensor:
    given = [each for each in (mean, std) if isinstance(each, Tensor)]
    _check_deviation(std)
    only_floats("normal_kernel_cpu", given[0].array)
    means, stds = (
        each.array if isinstance(each, Tensor) else np.asarray(each)
        for each in (mean, std)
    )
    shape = broadcast_shape(means.shape, stds.shape)
    noise = np.asarray(source(generator).standard_normal(shape))
    drawn = np.asarray(means + stds * noise).astype(given[0].array.dtype)
    if len(given) == 2:
        return apply(NORMAL_OF_BOTH, mean, std, drawn=drawn)
    if given[0] is mean:
        return apply(NORMAL_OF_MEAN, mean, std=std, drawn=drawn)
    return apply(NORMAL_OF_STD, std, mean=mean, drawn=drawn)


def _check_deviation(std: float | Tensor) -> None:
    if isinstance(std, Tensor):
        if (std.array < 0).any():
            raise RuntimeError("normal expects all elements of std >= 0.0")
    elif std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")


def bernoulli(self: Tensor, *, generator: Generator | None = None) -> Tensor:
    """1 with the probability that ``self`` says, else 0.

    Raises:
        RuntimeError: something is no probability.
    """
    p = self.array
    only_floats("bernoulli_tensor_cpu_p_", p)
    if not np.all((p >= 0) & (p <= 1)):
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this "
            "error message be improved?  If so, please report an enhancement request "
            "to PyTorch.)"
        )
    drawn = np.asarray(source(generator).random(p.shape) < p).astype(p.dtype)
    return apply(BERNOULLI_OF, self, drawn=drawn)


def poisson(self: Tensor, generator: Generator | None = None) -> Tensor:
    """How often something happens that happens ``self`` times on average.

    Raises:
        RuntimeError: a rate is negative.
    """
    only_floats("poisson_cpu", self.array)
    if (self.array < 0).any():
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    drawn = np.asarray(source(generator).poisson(self.array)).astype(self.array.dtype)
    return apply(POISSON, self, drawn=drawn)


def multinomial(
    self: Tensor,
    num_samples: int,
    replacement: bool = False,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Places drawn with the weights that ``self`` has there, row by row.

    Raises:
        RuntimeError: weights that cannot be, or too few to draw from.
    """
    _check_weights(self, num_samples, replacement)
    rows = np.atleast_2d(self.array.astype(np.float64))
    drawn = [_places(row, num_samples, replacement, generator) for row in rows]
    return made("multinomial", np.reshape(drawn, (*self.shape[:-1], num_samples)))


def _check_weights(self: Tensor, num_samples: int, replacement: bool) -> None:
    weights = self.array
    if weights.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "multinomial only supports floating-point dtypes for input, got: "
            f"{self.dtype.scalar_type}"
        )
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > weights.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    if not np.all(np.isfinite(weights) & (weights >= 0)):
        raise RuntimeError(
            "probability tensor contains either `inf`, `nan` or element < 0"
        )
    if np.any(weights.sum(-1) <= 0):
        raise RuntimeError(
            "invalid multinomial distribution (sum of probabilities <= 0)"
        )


def _places(
    weights: Array, count: int, replacement: bool, generator: Generator | None
) -> Array:
    numbers, chances = source(generator), weights / weights.sum()
    return numbers.choice(len(weights), count, replace=replacement, p=chances)


PUBLIC = public(bernoulli, multinomial, normal, poisson)

FACES = (
    Face(bernoulli, ("bernoulli",)),
    Face(multinomial, ("multinomial",)),
)
