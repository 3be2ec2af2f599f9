"""Bends whose slope below 0 is learnt, or drawn: ``prelu``, ``rrelu``.

``prelu`` is a leaky relu whose slope is a parameter, one for all or one a channel, and
so has a gradient: what was below 0, times what arrived there.

``rrelu`` draws a slope for each number in training, and takes the mean one afterwards.
What was drawn is an input of its row, ``noise``: 1 where a number is above 0.

Next: ``hardtanh_threshold``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.index.where_masked_fill import choose, zeros_like
from autoviz.core.random_numbers import Generator, source
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "prelu", "rrelu", "rrelu_"]


def _prelu(self: Array, weight: Array) -> Any:
    only_floats("prelu_cpu", self)
    return np.where(self > 0, self, self * weight)


PRELU = Op(
    "prelu",
    "PreluKernelBackward0",
    ("self", "weight"),
    _prelu,
    (
        Grad(
            "1 if self > 0 else weight",
            lambda g, self, weight: choose(self > 0, g, g * weight),
        ),
        Grad("0 if self > 0 else self", lambda g, self: choose(self > 0, 0, g * self)),
    ),
    symbol="prelu({0}, {1})",
    dtype="same",
)


def _rrelu(
    self: Array, noise: Array, lower: float, upper: float, training: bool
) -> Any:
    only_floats("rrelu_with_noise_out_cpu" if training else "leaky_relu_cpu", self)
    return in_rows(self * noise)


RRELU = Op(
    "rrelu",
    "RreluWithNoiseBackward0",
    ("self", "noise"),
    _rrelu,
    (
        Grad(
            "noise",
            lambda g, self, noise, lower, upper, training: apply(
                RRELU_BACKWARD, g, self, noise
            ),
        ),
    ),
    symbol="rrelu({0})",
    dtype="same",
)

RRELU_IN_PLACE = Op(
    "rrelu",
    "RreluWithNoiseBackward1",
    ("self", "noise"),
    _rrelu,
    (
        Grad(
            "noise",
            lambda g, result, noise, lower, upper, training: apply(
                RRELU_BACKWARD, g, result, noise
            ),
        ),
    ),
    symbol="rrelu({0})",
    dtype="same",
)

RRELU_BACKWARD: Op = Op(
    "rrelu_backward",
    "RreluWithNoiseBackwardBackward0",
    ("grad_output", "self", "noise"),
    lambda grad_output, self, noise: grad_output * noise,
    (
        Grad("noise", lambda g, self, noise: apply(RRELU_BACKWARD, g, self, noise)),
        Grad("0", zeros_like),
    ),
    symbol="rrelu_backward({0}, {1})",
    dtype="same",
)


def prelu(self: Tensor, weight: Tensor) -> Tensor:
    """A number above 0 as it is, below times ``weight``, which may be one a channel.

    >>> import autoviz as av
    >>> av.prelu(av.tensor([[2.0, -2.0]]), av.tensor([0.5, 0.25]))
    tensor([[ 2.0000, -0.5000]])

    Raises:
        RuntimeError: there are not as many weights as channels, or types differ.
    """
    if self.dtype is not weight.dtype:
        raise RuntimeError(
            f"prelu: Type promoting not supported. Got {self.dtype.scalar_type} and "
            f"{weight.dtype.scalar_type}"
        )
    count = weight.numel()
    if count != 1:
        _check_channels(self, count)
    if weight.ndim > 1:
        raise RuntimeError(
            "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = "
            f"{weight.ndim}"
        )
    if self.ndim != weight.ndim:
        shape = [1] * self.ndim
        if self.ndim > 1:
            shape[1] = count
        weight = weight.reshape(shape)
    return apply(PRELU, self, weight)


def _check_channels(self: Tensor, count: int) -> None:
    if self.ndim == 0:
        raise RuntimeError("Not allow zero-dim input tensor.")
    channels = self.shape[1] if self.ndim > 1 else 1
    if channels != count:
        raise RuntimeError(
            "Mismatch of parameter numbers and input channel size. Found parameter "
            f"numbers = {count} and channel size = {channels}."
        )


def rrelu(
    input: Tensor,
    lower: float = 1 / 8,
    upper: float = 1 / 3,
    training: bool = False,
    generator: Generator | None = None,
) -> Tensor:
    """A number above 0 as it is, below times a slope between ``lower`` and ``upper``.

    Raises:
        RuntimeError: ``lower`` is above ``upper``.
    """
    noise = _slopes(input, lower, upper, training, generator)
    told = {"lower": lower, "upper": upper, "training": training}
    return apply(RRELU, input, noise, **told)


def rrelu_(
    input: Tensor,
    lower: float = 1 / 8,
    upper: float = 1 / 3,
    training: bool = False,
    generator: Generator | None = None,
) -> Tensor:
    """The same, written into ``input``.

    Raises:
        RuntimeError: ``lower`` is above ``upper``.
    """
    noise = _slopes(input, lower, upper, training, generator)
    told = {"lower": lower, "upper": upper, "training": training}
    return apply_in_place(RRELU_IN_PLACE, input, noise, **told)


def _slopes(
    input: Tensor, lower: float, upper: float, training: bool, generator: Any
) -> Tensor:
    if lower > upper:
        raise RuntimeError(
            "Lower bound should be less than or equal to the upper bound"
        )
    array = input.array
    if training:
        slopes = source(generator).uniform(lower, upper, array.shape)
        slopes = np.where(array <= 0, slopes, 1)
    else:
        slopes = np.where(array > 0, 1, (lower + upper) / 2)
    return wrap(slopes.astype(array.dtype))


PUBLIC = public(prelu, rrelu, rrelu_)

FACES = (Face(prelu, ("prelu",)),)
