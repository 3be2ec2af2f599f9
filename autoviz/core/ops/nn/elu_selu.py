"""Bends whose lower half is a curve: ``elu``, ``selu``, ``celu``.

``elu`` runs out into ``-alpha``: below 0 it is ``alpha * (e^x - 1)``, and its slope
there is the result itself, plus ``alpha``. So in place, where the input is gone, the
result is enough. ``selu`` is an elu with two numbers chosen so that layer after layer
keeps mean 0 and variance 1; ``celu`` is smooth at 0 for every ``alpha``.

All three are one formula, ``scale * alpha * (e^(input_scale * x) - 1)`` below 0, and
have one derivative.

Next: ``prelu_rrelu``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "celu",
    "celu_",
    "elu",
    "elu_",
    "selu",
    "selu_",
]

_SELU = {"alpha": 1.6732632423543772, "scale": 1.0507009873554805, "input_scale": 1}


def _elu(self: Array, alpha: float, scale: float, input_scale: float) -> Any:
    only_floats("elu_cpu", self)
    below = np.expm1(self * input_scale) * (alpha * scale)
    return np.where(self < 0, below, self * scale).astype(self.dtype)


def _elu_backward(
    grad_output: Any, self: Any, alpha: float, scale: float, input_scale: float
) -> Any:
    below = np.exp(self * input_scale) * (alpha * scale * input_scale)
    return grad_output * np.where(self <= 0, below, scale).astype(self.dtype)


def _elu_backward_of_result(
    grad_output: Any, output: Any, alpha: float, scale: float, input_scale: float
) -> Any:
    if alpha < 0:
        raise RuntimeError(_NEGATIVE)
    below = (output + alpha * scale) * input_scale
    return grad_output * np.where(output <= 0, below, scale).astype(output.dtype)


_NEGATIVE = (
    "In-place elu backward calculation is triggered with a negative slope which is not "
    "supported. This is caused by calling in-place forward function with a negative "
    "slope, please call out-of-place version instead."
)
_SLOPE = "scale if self > 0 else alpha * scale * input_scale * exp(self * input_scale)"
_SLOPE_OF_RESULT = "scale if result > 0 else input_scale * (result + alpha * scale)"


def _elu_vjp(g: Any, self: Any, alpha: float, scale: float, input_scale: float) -> Any:
    told = {"alpha": alpha, "scale": scale, "input_scale": input_scale}
    return apply(ELU_BACKWARD, g, self, **told)


def _elu_vjp_of_result(
    g: Any, result: Any, alpha: float, scale: float, input_scale: float
) -> Any:
    told = {"alpha": alpha, "scale": scale, "input_scale": input_scale}
    return apply(ELU_BACKWARD_OF_RESULT, g, result, **told)


def _elu_rows(name: str, symbol: str) -> tuple[Op, Op]:
    """Of the input, and of the result: in place."""
    of_input = Grad(_SLOPE, _elu_vjp)
    of_result = Grad(_SLOPE_OF_RESULT, _elu_vjp_of_result)
    return (
        Op(name, "EluBackward0", ("self",), _elu, (of_input,), symbol, "same"),
        Op(name, "EluBackward1", ("self",), _elu, (of_result,), symbol, "same"),
    )


ELU, ELU_IN_PLACE = _elu_rows("elu", "elu({0}, {alpha})")
SELU, SELU_IN_PLACE = _elu_rows("selu", "selu({0})")

CELU = Op(
    "celu",
    "CeluBackward0",
    ("self",),
    lambda self, alpha: _elu(self, alpha, 1, 1 / alpha),
    (
        Grad(
            "1 if self > 0 else exp(self / alpha)",
            lambda g, self, alpha: _elu_vjp(g, self, alpha, 1, 1 / alpha),
        ),
    ),
    symbol="celu({0}, {alpha})",
    dtype="same",
)

CELU_IN_PLACE = Op(
    "celu",
    "CeluBackward1",
    ("self",),
    lambda self, alpha: _elu(self, alpha, 1, 1 / alpha),
    (
        Grad(
            "1 if result > 0 else result / alpha + 1",
            lambda g, result, alpha: _elu_vjp_of_result(g, result, alpha, 1, 1 / alpha),
        ),
    ),
    symbol="celu({0}, {alpha})",
    dtype="same",
)

ELU_BACKWARD: Op = Op(
    "elu_backward",
    "EluBackwardBackward0",
    ("grad_output", "self"),
    _elu_backward,
    (
        Grad(_SLOPE, _elu_vjp),
        Grad(
            "0 if self > 0 else grad_output * alpha * scale * input_scale**2"
            " * exp(self * input_scale)",
            lambda g, grad_output, self, alpha, scale, input_scale: choose(
                self < 0,
                _elu_vjp(
                    g * grad_output * input_scale, self, alpha, scale, input_scale
                ),
                0,
            ),
        ),
    ),
    symbol="elu_backward({0}, {1})",
    dtype="same",
)

ELU_BACKWARD_OF_RESULT: Op = Op(
    "elu_backward",
    "EluBackwardBackward0",
    ("grad_output", "output"),
    _elu_backward_of_result,
    (
        Grad(
            "scale if output > 0 else input_scale * (output + alpha * scale)",
            lambda g, output, alpha, scale, input_scale: _elu_vjp_of_result(
                g, output, alpha, scale, input_scale
            ),
        ),
        Grad(
            "0 if output > 0 else grad_output * input_scale",
            lambda g, grad_output, output, input_scale: choose(
                output < 0, g * grad_output * input_scale, 0
            ),
        ),
    ),
    symbol="elu_backward({0}, {1})",
    dtype="same",
)


def elu(self: Tensor, alpha: float = 1.0) -> Tensor:
    """A number above 0 as it is, below ``alpha * (e^x - 1)``.

    >>> import autoviz as av
    >>> av.nn.functional.elu(av.tensor([2.0, 0.0, -100.0]))
    tensor([ 2.,  0., -1.])
    """
    return apply(ELU, self, alpha=alpha, scale=1, input_scale=1)


def elu_(self: Tensor, alpha: float = 1.0) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(ELU_IN_PLACE, self, alpha=alpha, scale=1, input_scale=1)


def selu(input: Tensor) -> Tensor:
    """An elu that keeps mean 0 and variance 1."""
    return apply(SELU, input, **_SELU)


def selu_(input: Tensor) -> Tensor:
    """The same, written into ``input``."""
    return apply_in_place(SELU_IN_PLACE, input, **_SELU)


def celu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """A number above 0 as it is, below ``alpha * (e^(x / alpha) - 1)``.

    Raises:
        RuntimeError: ``alpha`` is 0.
    """
    _check_alpha(alpha)
    return apply(CELU, input, alpha=alpha)


def celu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """The same, written into ``input``.

    Raises:
        RuntimeError: ``alpha`` is 0.
    """
    _check_alpha(alpha)
    return apply_in_place(CELU_IN_PLACE, input, alpha=alpha)


def _check_alpha(alpha: float) -> None:
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")


PUBLIC = public(celu, celu_, selu, selu_)

FACES = ()
