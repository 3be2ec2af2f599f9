"""Bends that are newer than relu: leaky relu, silu, gelu, logsigmoid.

relu lets no gradient through below 0, so a unit that is always below never learns.
Each of these lets a little through. ``leaky_relu`` has a small slope there; ``silu``
and ``gelu`` weigh x by how sure we are that it is large: by sigmoid(x), and by Φ(x),
the share of normal numbers that are smaller. Their derivative follows the product
rule: ``Φ(x) + x·φ(x)``, where the bell curve φ is the slope of Φ.

Next: ``elu_selu``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.erf import normal_cdf, normal_pdf
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.relu_sigmoid_tanh import SIGMOID, SIGMOID_BACKWARD, TANH
from autoviz.core.ops.pointwise.exp_log import EXP
from autoviz.core.ops.pointwise.scalar import alone, plus
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "gelu",
    "leaky_relu",
    "leaky_relu_",
    "logsigmoid",
    "silu",
    "silu_",
]

_BELL = 0.3989422804014327  # φ(0), which is 1 / sqrt(2π)
_STEEP = 2 * _BELL
_CUBIC = 0.044715


# leaky relu


def _leaky_relu(self: Array, negative_slope: float) -> Any:
    only_floats("leaky_relu_cpu", self)
    return np.where(self > 0, self, self * self.dtype.type(negative_slope))


def _leaky_relu_backward(grad_output: Any, self: Any, negative_slope: float) -> Any:
    return np.where(self > 0, grad_output, grad_output * negative_slope)


LEAKY_RELU: Op = Op(
    "leaky_relu",
    "LeakyReluBackward0",
    ("self",),
    _leaky_relu,
    (
        Grad(
            "1 if self > 0 else negative_slope",
            lambda g, self, negative_slope: apply(
                LEAKY_RELU_BACKWARD, g, self, negative_slope=negative_slope
            ),
        ),
    ),
    symbol="leaky_relu({0}, {negative_slope})",
    dtype="same",
)


def _leaky_relu_vjp_of_result(g: Any, result: Any, negative_slope: float) -> Any:
    if negative_slope < 0:
        raise RuntimeError(_NEGATIVE)
    return apply(LEAKY_RELU_BACKWARD, g, result, negative_slope=negative_slope)


_NEGATIVE = (
    "In-place leakyReLu backward calculation is triggered with a negative slope which "
    "is not supported. This is caused by calling in-place forward function with a "
    "negative slope, please call out-of-place version instead. File an issue at "
    "https://github.com/pytorch/pytorch if you do require supporting in-place "
    "leakRelu backward calculation with negative slope"
)

# In place the input is gone; the result has the same sign.
LEAKY_RELU_IN_PLACE: Op = Op(
    "leaky_relu",
    "LeakyReluBackward1",
    ("self",),
    _leaky_relu,
    (
        Grad(
            "1 if result > 0 else negative_slope",
            _leaky_relu_vjp_of_result,
        ),
    ),
    symbol="leaky_relu({0}, {negative_slope})",
    dtype="same",
)

LEAKY_RELU_BACKWARD: Op = Op(
    "leaky_relu_backward",
    "LeakyReluBackwardBackward0",
    ("grad_output", "self"),
    _leaky_relu_backward,
    (
        Grad(
            "1 if self > 0 else negative_slope",
            lambda g, self, negative_slope: apply(
                LEAKY_RELU_BACKWARD, g, self, negative_slope=negative_slope
            ),
        ),
        Grad("0", zeros_like),
    ),
    symbol="{0} if {1} > 0 else {0} * {negative_slope}",
)


# silu and logsigmoid


def _silu(self: Array) -> Any:
    only_floats("silu_cpu", self)
    return self / (np.exp(-self) + 1)


def _silu_vjp(g: Any, self: Any) -> Any:
    sure = apply(SIGMOID, self)
    return g * sure * plus(self * (alone(1, sure) - sure), 1)


def _logsigmoid(self: Array) -> Any:
    """Written so that no exponential can overflow."""
    only_floats("log_sigmoid_cpu", self)
    return in_rows(np.minimum(self, 0) - np.log1p(np.exp(-np.abs(self))))


def _logsigmoid_twice(g: Any, grad_output: Any, self: Any) -> Any:
    sure = apply(SIGMOID, self)
    return -g * apply(SIGMOID_BACKWARD, grad_output, sure)


SILU = Op(
    "silu",
    "SiluBackward0",
    ("self",),
    _silu,
    (Grad("sigmoid(self) * (1 + self * (1 - sigmoid(self)))", _silu_vjp),),
    symbol="silu({0})",
    dtype="same",
)

LOG_SIGMOID: Op = Op(
    "logsigmoid",
    "LogSigmoidBackward0",
    ("self",),
    _logsigmoid,
    (
        Grad(
            "sigmoid(-self)",
            lambda g, self: apply(LOG_SIGMOID_BACKWARD, g, self),
        ),
    ),
    symbol="logsigmoid({0})",
    dtype="same",
)

LOG_SIGMOID_BACKWARD: Op = Op(
    "logsigmoid_backward",
    "LogSigmoidBackwardBackward0",
    ("grad_output", "self"),
    lambda grad_output, self: grad_output * apply(SIGMOID, -self),
    (
        Grad(
            "sigmoid(-self)",
            lambda g, self: apply(LOG_SIGMOID_BACKWARD, g, self),
        ),
        Grad("-grad_output * sigmoid(self) * sigmoid(-self)", _logsigmoid_twice),
    ),
    symbol="logsigmoid_backward({0}, {1})",
    dtype="same",
)


# gelu


def _gelu(self: Array, approximate: str) -> Any:
    only_floats("GeluKernelImpl", self)
    if approximate == "none":
        return self * normal_cdf(self)
    return self * (np.tanh(_inside(self)) + 1) * self.dtype.type(0.5)


def _gelu_backward(grad_output: Any, self: Any, approximate: str) -> Any:
    slope = _gelu_slope if approximate == "none" else _gelu_tanh_slope
    return grad_output * slope(self)


def _gelu_slope(x: Array) -> Any:
    return normal_cdf(x) + x * normal_pdf(x)


def _gelu_tanh_slope(x: Array) -> Any:
    bent = np.tanh(_inside(x))
    return (bent + 1 + x * (1 - bent * bent) * _inside_slope(x)) * 0.5


def _inside(x: Any) -> Any:
    """With it for u, ``(1 + tanh(u)) / 2`` comes close to Φ."""
    return (x * x * x * _CUBIC + x) * _STEEP


def _inside_slope(x: Any) -> Any:
    return (x * x * (3 * _CUBIC) + 1) * _STEEP


def _gelu_curvature(self: Any, approximate: str) -> Any:
    """The second derivative."""
    if approximate == "none":
        return apply(EXP, self * self * -0.5) * _BELL * (2 - self * self)
    bent, steep = apply(TANH, _inside(self)), _inside_slope(self)
    steeper = self * (3 * _CUBIC * _STEEP)
    return (1 - bent * bent) * (steep + self * (steeper - bent * steep * steep))


def _gelu_row(approximate: str, rule: str) -> Op:
    """One row, in PyTorch's eyes; the two have different rules to read."""
    return Op(
        "gelu",
        "GeluBackward0",
        ("self",),
        _gelu,
        (
            Grad(
                rule,
                lambda g, self, approximate: apply(
                    GELU_BACKWARD, g, self, approximate=approximate
                ),
            ),
        ),
        symbol="gelu({0})" if approximate == "none" else "gelu({0}, {approximate})",
        dtype="same",
    )


GELU = _gelu_row("none", "Φ(self) + self * φ(self)")
GELU_TANH = _gelu_row(
    "tanh",
    "result / self + result * (1 - result / self)"
    " * (1 + 0.134145 * self**2) * 1.5957691216057308",
)

GELU_BACKWARD: Op = Op(
    "gelu_backward",
    "GeluBackwardBackward0",
    ("grad_output", "self"),
    _gelu_backward,
    (
        Grad(
            "gelu_backward(g)",
            lambda g, self, approximate: apply(
                GELU_BACKWARD, g, self, approximate=approximate
            ),
        ),
        Grad(
            "grad_output * φ(self) * (2 - self**2)",
            lambda g, grad_output, self, approximate: (
                g * grad_output * _gelu_curvature(self, approximate)
            ),
        ),
    ),
    symbol="gelu_backward({0}, {1})",
)


def leaky_relu(self: Tensor, negative_slope: float = 0.01) -> Tensor:
    """A number above 0 as it is, below times ``negative_slope``."""
    return apply(LEAKY_RELU, self, negative_slope=negative_slope)


def leaky_relu_(self: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(LEAKY_RELU_IN_PLACE, self, negative_slope=negative_slope)


def silu(self: Tensor) -> Tensor:
    """Each number times its sigmoid: ``x * sigmoid(x)``."""
    return apply(SILU, self)


def silu_(self: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(SILU, self)


def logsigmoid(self: Tensor) -> Tensor:
    """``log(sigmoid(x))``, also where sigmoid is too small for a float."""
    return apply(LOG_SIGMOID, self)


def gelu(self: Tensor, approximate: str = "none") -> Tensor:
    """``x * Φ(x)``, or with tanh in place of Φ.

    Raises:
        TypeError, RuntimeError: ``approximate`` is neither "none" nor "tanh".
    """
    if not isinstance(approximate, str):
        raise TypeError(
            "gelu(): argument 'approximate' must be str, not "
            f"{type(approximate).__name__}"
        )
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    row = GELU if approximate == "none" else GELU_TANH
    return apply(row, self, approximate=approximate)


PUBLIC: dict[str, Any] = {}

FACES = ()
