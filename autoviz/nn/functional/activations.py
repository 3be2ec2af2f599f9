"""Activations: the bends between layers, and probabilities from scores.

Next: ``layers``.
"""

from __future__ import annotations

import warnings

from autoviz.core.dtypes import Dtype
from autoviz.core.ops.nn import gelu_silu, relu_sigmoid_tanh
from autoviz.core.tensor import Tensor

__all__ = [
    "gelu",
    "leaky_relu",
    "leaky_relu_",
    "log_softmax",
    "logsigmoid",
    "relu",
    "relu_",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
]


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """``max(x, 0)``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.relu(av.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    return input.relu_() if inplace else input.relu()


def leaky_relu(
    input: Tensor, negative_slope: float = 0.01, inplace: bool = False
) -> Tensor:
    """A number above 0 as it is, below times ``negative_slope``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.leaky_relu(av.tensor([-1.0, 2.0]), 0.5)
    tensor([-0.5000,  2.0000])
    """
    run = gelu_silu.leaky_relu_ if inplace else gelu_silu.leaky_relu
    return run(input, negative_slope)


def relu_(input: Tensor) -> Tensor:
    """The same, written into ``input``."""
    return input.relu_()


def leaky_relu_(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The same, written into ``input``."""
    return gelu_silu.leaky_relu_(input, negative_slope)


def gelu(input: Tensor, *, approximate: str = "none") -> Tensor:
    """``x * Φ(x)``; with ``approximate="tanh"``, tanh in place of Φ."""
    return gelu_silu.gelu(input, approximate)


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """Each number times its sigmoid: ``x * sigmoid(x)``."""
    return gelu_silu.silu_(input) if inplace else gelu_silu.silu(input)


def tanh(input: Tensor) -> Tensor:
    """Hyperbolic tangent, between -1 and 1."""
    return input.tanh()


def sigmoid(input: Tensor) -> Tensor:
    """``1 / (1 + e^-x)``, between 0 and 1."""
    return input.sigmoid()


def logsigmoid(input: Tensor) -> Tensor:
    """``log(sigmoid(x))``."""
    return gelu_silu.logsigmoid(input)


def softplus(input: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """A smooth relu: ``log(1 + e^(beta x)) / beta``."""
    return relu_sigmoid_tanh.softplus(input, beta, threshold)


def softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: Dtype | None = None,
) -> Tensor:
    """Probabilities along ``dim``; they sum to 1.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.softmax(av.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    along = _dim("softmax", dim, input.ndim, _stacklevel)
    return input.softmax(along, dtype=dtype)


def log_softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: Dtype | None = None,
) -> Tensor:
    """The logarithms of those probabilities."""
    along = _dim("log_softmax", dim, input.ndim, _stacklevel)
    return input.log_softmax(along, dtype=dtype)


def _dim(name: str, dim: int | None, ndim: int, stacklevel: int) -> int:
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to "
        "include dim=X as an argument.",
        stacklevel=stacklevel,
    )
    return 0 if ndim in (0, 1, 3) else 1
