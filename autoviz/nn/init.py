"""First values for parameters: how large random numbers have to be at the beginning.

A layer adds up ``fan_in`` numbers for each of its results, so their variance would grow
with every layer. ``xavier`` and ``kaiming`` divide by it, and the *gain* makes up for
what the activation takes away. All functions write into a tensor, without autograd, and
return it.

Sources: Glorot and Bengio, *Understanding the difficulty of training deep feedforward
neural networks* (2010), for ``xavier``, with formula 16; He, Zhang, Ren and Sun,
*Delving deep into rectifiers* (2015), for ``kaiming``, with formulas 10 and 14; Saxe,
McClelland and Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep
linear neural networks* (2014), for ``orthogonal_``; Martens, *Deep learning via
Hessian-free optimization* (2010), for ``sparse_``.

Next: ``utils``.
"""

from __future__ import annotations

import math
import warnings

import numpy as np

from autoviz.core.creation import from_numpy
from autoviz.core.dtypes import Array
from autoviz.core.inplace import unobserved
from autoviz.core.modes import unrecorded
from autoviz.core.random_numbers import Generator, source
from autoviz.core.tensor import Tensor

__all__ = [
    "calculate_gain",
    "constant_",
    "dirac_",
    "eye_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "normal_",
    "ones_",
    "orthogonal_",
    "sparse_",
    "trunc_normal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """What makes up for an activation; ``param`` is the slope of a leaky relu.

    >>> calculate_gain("leaky_relu", 1.0)
    1.0

    Raises:
        ValueError: there is none for this activation.
    """
    if nonlinearity in _LINEAR or nonlinearity == "sigmoid":
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "selu":
        return 3.0 / 4  # found by trying
    if nonlinearity != "leaky_relu":
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    slope = 0.01 if param is None else param
    if isinstance(slope, bool) or not isinstance(slope, int | float):
        raise ValueError(f"negative_slope {param} not a valid number")
    return math.sqrt(2.0 / (1 + slope**2))


_LINEAR = (
    *("linear", "conv1d", "conv2d", "conv3d"),
    *("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"),
)


# the same everywhere


def constant_(tensor: Tensor, val: float) -> Tensor:
    """One number everywhere."""
    with unrecorded():
        return tensor.fill_(val)


def ones_(tensor: Tensor) -> Tensor:
    """1 everywhere."""
    return constant_(tensor, 1.0)


def zeros_(tensor: Tensor) -> Tensor:
    """0 everywhere."""
    with unrecorded():
        return tensor.zero_()


def eye_(tensor: Tensor) -> Tensor:
    """The identity: what goes in comes out.

    >>> import autoviz as av
    >>> eye_(av.empty(2, 3))
    tensor([[1., 0., 0.],
            [0., 1., 0.]])

    Raises:
        ValueError: it is no matrix.
    """
    if tensor.ndim != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    return _put(tensor, np.eye(*tensor.shape))


def dirac_(tensor: Tensor, groups: int = 1) -> Tensor:
    """The identity of a convolution: 1 in the middle of a channel's own filter.

    Raises:
        ValueError: these are no filters, or there are no such groups.
    """
    if tensor.ndim not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    out, taken, *window = tensor.shape
    if out % groups:
        raise ValueError("dim 0 must be divisible by groups")
    values = np.zeros(tensor.shape)
    middle = tuple(length // 2 for length in window)
    for group in range(groups):
        for channel in range(min(out // groups, taken)):
            values[(group * (out // groups) + channel, channel, *middle)] = 1
    return _put(tensor, values)


# by chance


def uniform_(
    tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Numbers between ``a`` and ``b``, all equally likely."""
    with unrecorded():
        return tensor.uniform_(a, b, generator=generator)


def normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    generator: Generator | None = None,
) -> Tensor:
    """Numbers of a normal distribution."""
    with unrecorded():
        return tensor.normal_(mean, std, generator=generator)


def trunc_normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Generator | None = None,
) -> Tensor:
    """Numbers of a normal distribution, but none below ``a`` or above ``b``."""
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The "
            "distribution of values may be incorrect.",
            stacklevel=2,
        )
    kept: list[Array] = []
    missing = tensor.numel()
    while missing:
        drawn = _between(source(generator), missing, mean, std, a, b)
        kept.append(drawn)
        missing -= drawn.size
    return _put(tensor, np.concatenate([np.empty(0), *kept]).reshape(tensor.shape))


def _between(
    rng: np.random.Generator, count: int, mean: float, std: float, a: float, b: float
) -> Array:
    """Up to ``count`` numbers of a normal distribution, none outside of the bounds.

    Few are lost if they are drawn from that distribution; if nearly all would be, they
    are drawn uniformly, and kept as often as they are likely.
    """
    low, high = (math.erf((each - mean) / std / math.sqrt(2)) / 2 for each in (a, b))
    if high - low > 0.3:
        drawn = mean + std * rng.standard_normal(count)
        return drawn[(drawn >= a) & (drawn <= b)]
    drawn = rng.uniform(a, b, count)
    peak = (max(a, min(mean, b)) - mean) / std
    unlikely = (((drawn - mean) / std) ** 2 - peak**2) / 2
    return drawn[rng.random(count) < np.exp(-unlikely)]


def xavier_uniform_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Uniform numbers, of a variance that suits both ways, forward and backward.

    They are between -b and b, where b = gain √(6 / (fan_in + fan_out)): of 2 rows of 4
    numbers, with gain 1, between -1 and 1.

    >>> import autoviz as av
    >>> bool((xavier_uniform_(av.empty(2, 4)).abs() <= 1).all())
    True

    Raises:
        ValueError: it has fewer than two dimensions.
    """
    bound = math.sqrt(3.0) * _xavier_std(tensor, gain)
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """The same with a normal distribution: σ = gain √(2 / (fan_in + fan_out)).

    Raises:
        ValueError: it has fewer than two dimensions.
    """
    return normal_(tensor, 0.0, _xavier_std(tensor, gain), generator)


def _xavier_std(tensor: Tensor, gain: float) -> float:
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return gain * math.sqrt(2.0 / (fan_in + fan_out))


def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Uniform numbers, of a variance that suits one way and the activation behind.

    They are between -b and b, where b = gain √(3 / fan): of rows of 6 numbers, for a
    relu, whose gain is √2, between -1 and 1.

    >>> import autoviz as av
    >>> drawn = kaiming_uniform_(av.empty(2, 6), nonlinearity="relu")
    >>> bool((drawn.abs() <= 1).all())
    True

    Raises:
        ValueError: fewer than two dimensions, or an unknown mode or activation.
    """
    if 0 in tensor.shape:
        warnings.warn(NO_ELEMENTS, stacklevel=2)
        return tensor
    bound = math.sqrt(3.0) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """The same with a normal distribution: σ = gain / √fan.

    Raises:
        ValueError: fewer than two dimensions, or an unknown mode or activation.
    """
    if 0 in tensor.shape:
        warnings.warn(NO_ELEMENTS, stacklevel=2)
        return tensor
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    return normal_(tensor, 0, std, generator)


NO_ELEMENTS = "Initializing zero-element tensors is a no-op"


def _kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    modes = ["fan_in", "fan_out"]
    if mode.lower() not in modes:
        raise ValueError(
            f"Mode {mode.lower()} not supported, please use one of {modes}"
        )
    fan = _calculate_fan_in_and_fan_out(tensor)[modes.index(mode.lower())]
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def _calculate_fan_in_and_fan_out(tensor: Tensor) -> tuple[int, int]:
    """How many numbers are added up for a result, and how many results get one."""
    if tensor.ndim < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 "
            "dimensions"
        )
    out, taken, *window = tensor.shape
    return taken * math.prod(window), out * math.prod(window)


def orthogonal_(
    tensor: Tensor, gain: float = 1, generator: Generator | None = None
) -> Tensor:
    """Rows, or columns if there are fewer of them, at right angles to each other.

    Raises:
        ValueError: it has fewer than two dimensions.
    """
    if tensor.ndim < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if 0 in tensor.shape:
        return tensor
    rows, columns = tensor.shape[0], tensor.numel() // tensor.shape[0]
    drawn = source(generator).standard_normal((rows, columns))
    q, r = np.linalg.qr(drawn if rows >= columns else drawn.T)
    q = q * np.sign(np.diag(r))  # else the decomposition prefers some directions
    q = q if rows >= columns else q.T
    return _put(tensor, gain * q.reshape(tensor.shape))


def sparse_(
    tensor: Tensor,
    sparsity: float,
    std: float = 0.01,
    generator: Generator | None = None,
) -> Tensor:
    """Numbers of a normal distribution; of each column a share is 0.

    Raises:
        ValueError: it is no matrix.
    """
    if tensor.ndim != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rng = source(generator)
    rows, columns = tensor.shape
    values = std * rng.standard_normal(tensor.shape)
    for column in range(columns):
        values[rng.permutation(rows)[: math.ceil(sparsity * rows)], column] = 0
    return _put(tensor, values)


def _put(tensor: Tensor, values: Array) -> Tensor:
    with unrecorded():
        with unobserved():
            given = from_numpy(np.ascontiguousarray(values))
        return tensor.copy_(given)
