"""The bends of a neural network: tanh, sigmoid, relu, softplus.

Each derivative is an operation of its own, with a name in PyTorch's graph
(``TanhBackwardBackward0``): that is what a second derivative goes through. It takes
the gradient that arrived and what the first pass had saved, and has a derivative
with respect to both.

Next: ``gelu_silu``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.common import in_place
from autoviz.core.ops.index.where_masked_fill import choose, let_through, zeros_like
from autoviz.core.ops.pointwise.scalar import plus, times
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "relu", "sigmoid", "softplus", "tanh"]


def _sigmoid(self: Array) -> Any:
    one = self.dtype.type(1)
    return one / (one + np.exp(-self))


def _relu(self: Array) -> Any:
    if self.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return np.maximum(self.dtype.type(0), self)


def _threshold_backward(grad_output: Array, self: Array, threshold: Number) -> Any:
    return let_through(grad_output, ~(self <= threshold))


def _softplus(self: Array, beta: Number, threshold: Number) -> Any:
    """``log(1 + e^(beta x)) / beta``; where that is ``x`` to all digits, ``x``."""
    only_floats("softplus_cpu", self)
    scaled = self * beta
    return np.where(scaled > threshold, self, np.log1p(np.exp(scaled)) / beta)


def _softplus_backward(
    grad_output: Array, self: Array, beta: Number, threshold: Number
) -> Any:
    scaled = self * beta
    return np.where(scaled > threshold, grad_output, grad_output * _sigmoid(scaled))


def _softplus_twice(
    g: Any, grad_output: Any, self: Any, beta: Number, threshold: Number
) -> Any:
    scaled = times(self, beta)
    twice = apply(SIGMOID_BACKWARD, g * grad_output, apply(SIGMOID, scaled))
    return times(choose(scaled < threshold, twice, 0), beta)


TANH: Op = Op(
    "tanh",
    "TanhBackward0",
    ("self",),
    np.tanh,
    (Grad("1 - result**2", lambda g, result: apply(TANH_BACKWARD, g, result)),),
    symbol="tanh({0})",
    dtype="float",
)

TANH_BACKWARD: Op = Op(
    "tanh_backward",
    "TanhBackwardBackward0",
    ("grad_output", "output"),
    lambda grad_output, output: grad_output * (1 - output * output),
    (
        Grad("1 - output**2", lambda g, output: apply(TANH_BACKWARD, g, output)),
        Grad(
            "-2 * output * grad_output",
            lambda g, output, grad_output: g * (times(output, -2) * grad_output),
        ),
    ),
    symbol="{0} * (1 - {1}**2)",
)

SIGMOID: Op = Op(
    "sigmoid",
    "SigmoidBackward0",
    ("self",),
    _sigmoid,
    (
        Grad(
            "result * (1 - result)",
            lambda g, result: apply(SIGMOID_BACKWARD, g, result),
        ),
    ),
    symbol="sigmoid({0})",
    dtype="float",
)

SIGMOID_BACKWARD: Op = Op(
    "sigmoid_backward",
    "SigmoidBackwardBackward0",
    ("grad_output", "output"),
    lambda grad_output, output: grad_output * ((1 - output) * output),
    (
        Grad(
            "output * (1 - output)",
            lambda g, output: apply(SIGMOID_BACKWARD, g, output),
        ),
        Grad(
            "grad_output * (1 - 2 * output)",
            lambda g, output, grad_output: g * grad_output * plus(times(output, -2), 1),
        ),
    ),
    symbol="{0} * {1} * (1 - {1})",
)

# At 0 the derivative is taken to be 0, as in PyTorch.
RELU: Op = Op(
    "relu",
    "ReluBackward0",
    ("self",),
    _relu,
    (
        Grad(
            "1 if result > 0 else 0",
            lambda g, result: apply(THRESHOLD_BACKWARD, g, result, threshold=0),
        ),
    ),
    symbol="relu({0})",
)

# The gradient where a number is above the threshold, 0 elsewhere.
THRESHOLD_BACKWARD: Op = Op(
    "threshold_backward",
    "ThresholdBackwardBackward0",
    ("grad_output", "self"),
    _threshold_backward,
    (
        Grad(
            "1 if self > threshold else 0",
            lambda g, self, threshold: apply(
                THRESHOLD_BACKWARD, g, self, threshold=threshold
            ),
        ),
        Grad("0", zeros_like),
    ),
    symbol="{0} if {1} > {threshold} else 0",
)

SOFTPLUS: Op = Op(
    "softplus",
    "SoftplusBackward0",
    ("self",),
    _softplus,
    (
        Grad(
            "1 if self * beta > threshold else 1 / (1 + exp(-beta * self))",
            lambda g, self, beta, threshold: apply(
                SOFTPLUS_BACKWARD, g, self, beta=beta, threshold=threshold
            ),
        ),
    ),
    symbol="softplus({0})",
    dtype="same",
)

SOFTPLUS_BACKWARD: Op = Op(
    "softplus_backward",
    "SoftplusBackwardBackward0",
    ("grad_output", "self"),
    _softplus_backward,
    (
        Grad(
            "1 if self * beta > threshold else 1 / (1 + exp(-beta * self))",
            lambda g, self, beta, threshold: apply(
                SOFTPLUS_BACKWARD, g, self, beta=beta, threshold=threshold
            ),
        ),
        Grad(
            "0 if self * beta > threshold else "
            "grad_output * beta * exp(-beta * self) / (1 + exp(-beta * self))**2",
            _softplus_twice,
        ),
    ),
    symbol="softplus_backward({0}, {1})",
)


def tanh(self: Tensor) -> Tensor:
    """Hyperbolic tangent, between -1 and 1."""
    return apply(TANH, self)


def sigmoid(self: Tensor) -> Tensor:
    """1 / (1 + e^-x), between 0 and 1."""
    return apply(SIGMOID, self)


def relu(self: Tensor) -> Tensor:
    """max(x, 0).

    >>> import autoviz as av
    >>> x = av.tensor([-1.0, 2.0], requires_grad=True)
    >>> x.relu().sum().backward()
    >>> x.relu(), x.grad
    (tensor([0., 2.], grad_fn=<ReluBackward0>), tensor([0., 1.]))
    """
    return apply(RELU, self)


def softplus(self: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """A smooth relu: ``log(1 + e^(beta x)) / beta``."""
    return apply(SOFTPLUS, self, beta=beta, threshold=threshold)


PUBLIC = public(relu, sigmoid, tanh)

FACES = (
    Face(tanh, ("tanh",), in_place=in_place(TANH)),
    Face(sigmoid, ("sigmoid",), in_place=in_place(SIGMOID)),
    Face(relu, ("relu",), in_place=in_place(RELU)),
)
