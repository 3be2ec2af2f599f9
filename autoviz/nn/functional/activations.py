"""Activations: the bends between layers, and probabilities from scores.

Linear layers in a row are one linear layer; what bends in between is what makes a
network more than that. Each works on every number alone, but for the softmaxes, which
look along a dimension.

Next: ``layers``.
"""

from __future__ import annotations

import warnings

from autoviz.core.dtypes import Dtype
from autoviz.core.ops.nn import (
    elu_selu,
    gelu_silu,
    hardtanh_threshold,
    mish_glu,
    prelu_rrelu,
    relu_sigmoid_tanh,
)
from autoviz.core.ops.nn.elu_selu import celu_, elu_, selu_
from autoviz.core.ops.nn.gelu_silu import leaky_relu_
from autoviz.core.ops.nn.hardtanh_threshold import (
    hardshrink,
    hardtanh_,
    softshrink,
    threshold_,
)
from autoviz.core.ops.nn.prelu_rrelu import prelu, rrelu_
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "celu",
    "celu_",
    "elu",
    "elu_",
    "gelu",
    "glu",
    "gumbel_softmax",
    "hardshrink",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "hardtanh_",
    "leaky_relu",
    "leaky_relu_",
    "log_softmax",
    "logsigmoid",
    "mish",
    "prelu",
    "relu",
    "relu6",
    "relu_",
    "rrelu",
    "rrelu_",
    "selu",
    "selu_",
    "sigmoid",
    "silu",
    "softmax",
    "softmin",
    "softplus",
    "softshrink",
    "softsign",
    "tanh",
    "tanhshrink",
    "threshold",
    "threshold_",
]


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """``max(x, 0)``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.relu(av.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    return input.relu_() if inplace else relu_sigmoid_tanh.relu(input)


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


def gelu(input: Tensor, *, approximate: str = "none") -> Tensor:
    """``x * Φ(x)``; with ``approximate="tanh"``, tanh in place of Φ."""
    return gelu_silu.gelu(input, approximate)


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """Each number times its sigmoid: ``x * sigmoid(x)``."""
    return gelu_silu.silu_(input) if inplace else gelu_silu.silu(input)


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """``x * tanh(softplus(x))``."""
    return mish_glu.mish_(input) if inplace else mish_glu.mish(input)


def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half of ``dim``, each number times the sigmoid of one of the second.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.glu(av.tensor([1.0, 2.0, 0.0, 0.0]))
    tensor([0.5000, 1.0000])
    """
    return mish_glu.glu(input, dim)


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """A number above 0 as it is, below ``alpha * (e^x - 1)``."""
    return elu_(input, alpha) if inplace else elu_selu.elu(input, alpha)


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """An elu that keeps mean 0 and variance 1."""
    return selu_(input) if inplace else elu_selu.selu(input)


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """A number above 0 as it is, below ``alpha * (e^(x / alpha) - 1)``."""
    return celu_(input, alpha) if inplace else elu_selu.celu(input, alpha)


def rrelu(
    input: Tensor,
    lower: float = 1 / 8,
    upper: float = 1 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """A leaky relu whose slopes are drawn in training."""
    run = rrelu_ if inplace else prelu_rrelu.rrelu
    return run(input, lower, upper, training)


def hardtanh(
    input: Tensor, min_val: Number = -1.0, max_val: Number = 1.0, inplace: bool = False
) -> Tensor:
    """``x``, but nothing below ``min_val`` or above ``max_val``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.hardtanh(av.tensor([-2.0, 0.5, 2.0]))
    tensor([-1.0000,  0.5000,  1.0000])

    Raises:
        ValueError: nothing is between the two.
    """
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    run = hardtanh_ if inplace else hardtanh_threshold.hardtanh
    return run(input, min_val, max_val)


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """relu, but nothing above 6."""
    run = hardtanh_threshold.relu6_ if inplace else hardtanh_threshold.relu6
    return run(input)


def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """A straight line from 0 at -3 to 1 at 3."""
    rows = hardtanh_threshold
    return rows.hardsigmoid_(input) if inplace else rows.hardsigmoid(input)


def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """``x * hardsigmoid(x)``."""
    rows = hardtanh_threshold
    return rows.hardswish_(input) if inplace else rows.hardswish(input)


def threshold(
    input: Tensor, threshold: Number, value: Number, inplace: bool = False
) -> Tensor:
    """``value`` where a number is not above ``threshold``."""
    run = threshold_ if inplace else hardtanh_threshold.threshold
    return run(input, threshold, value)


def softsign(input: Tensor) -> Tensor:
    """``x / (1 + |x|)``, between -1 and 1."""
    return input / (input.abs() + 1)


def tanhshrink(input: Tensor) -> Tensor:
    """``x - tanh(x)``."""
    return input - input.tanh()


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


def softmin(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: Dtype | None = None,
) -> Tensor:
    """``softmax`` of the scores with their signs turned."""
    along = _dim("softmin", dim, input.ndim, _stacklevel)
    return (-input).softmax(along, dtype=dtype)


def gumbel_softmax(
    logits: Tensor,
    tau: float = 1,
    hard: bool = False,
    eps: float = 1e-10,
    dim: int = -1,
) -> Tensor:
    """A class drawn for each row, as probabilities close to 0 and 1.

    The smaller ``tau``, the closer; with ``hard`` they are 0 and 1, but the gradient
    is still that of the others.
    """
    noise = -logits.detach().new_empty(logits.shape).exponential_().log()
    drawn = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return drawn
    places = drawn.argmax(dim, keepdim=True)
    chosen = logits.detach().new_zeros(logits.shape).scatter_(dim, places, 1.0)
    return chosen - drawn.detach() + drawn


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
