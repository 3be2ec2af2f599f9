"""Dropout: in training, some numbers are set to 0, anew each time.

The others are enlarged, so that the mean stays what it was and nothing has to be done
when the network is used. There is no operation of its own behind it: PyTorch multiplies
by a tensor of zeros and ``1 / (1 - p)``, and so do we; the graph shows MulBackward0.

``feature_dropout`` drops whole channels. ``alpha_dropout`` is for selu: what is dropped
gets the number that selu runs out into, and all is stretched and moved (AddBackward0),
so that mean and variance stay.

Next: ``attention``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.ops.pointwise.arithmetic import add_, mul, mul_
from autoviz.core.random_numbers import default_generator
from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "FACES",
    "PUBLIC",
    "alpha_dropout",
    "alpha_dropout_",
    "dropout",
    "dropout_",
    "feature_alpha_dropout",
    "feature_alpha_dropout_",
    "feature_dropout",
    "feature_dropout_",
]

_ALPHA = 1.7580993408473766


def dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Each number 0 with probability ``p``; outside of training, ``input`` itself."""
    noise = _noise(input, p, train)
    return input if noise is None else mul(input, noise)


def dropout_(self: Tensor, p: float, train: bool) -> Tensor:
    """The same, written into ``self``."""
    noise = _noise(self, p, train)
    return self if noise is None else mul_(self, noise)


def feature_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Each channel 0 with probability ``p``."""
    noise = _noise(input, p, train, by_channel=True)
    return input if noise is None else mul(input, noise)


def feature_dropout_(self: Tensor, p: float, train: bool) -> Tensor:
    """The same, written into ``self``."""
    noise = _noise(self, p, train, by_channel=True)
    return self if noise is None else mul_(self, noise)


def alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Numbers dropped so that mean and variance stay what they were."""
    return _alpha_dropout(input, p, train, mul, by_channel=False)


def alpha_dropout_(self: Tensor, p: float, train: bool) -> Tensor:
    """The same, written into ``self``."""
    return _alpha_dropout(self, p, train, mul_, by_channel=False)


def feature_alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Whole channels dropped so that mean and variance stay what they were."""
    return _alpha_dropout(input, p, train, mul, by_channel=True)


def feature_alpha_dropout_(self: Tensor, p: float, train: bool) -> Tensor:
    """The same, written into ``self``."""
    return _alpha_dropout(self, p, train, mul_, by_channel=True)


def _alpha_dropout(
    input: Tensor, p: float, train: bool, multiply: Any, by_channel: bool
) -> Tensor:
    stays = _stays(input, p, train, by_channel)
    if stays is None:
        return input
    if p == 1:
        made: Tensor = multiply(input, wrap(np.zeros((), input.dtype.numpy)))
        return made
    stretch = 1 / math.sqrt((_ALPHA**2 * p + 1) * (1 - p))
    noise, moved = stays * stretch, (stays - 1 + p) * (_ALPHA * stretch)
    kind = input.dtype.numpy
    made = multiply(input, wrap(noise.astype(kind)))
    return add_(made, wrap(moved.astype(kind)))


def _noise(
    input: Tensor, p: float, train: bool, by_channel: bool = False
) -> Tensor | None:
    stays = _stays(input, p, train, by_channel)
    if stays is None:
        return None
    kind = input.dtype.numpy
    if p == 1:
        return wrap(np.zeros((), kind))
    return wrap(stays.astype(kind) / kind.type(1 - p))


def _stays(input: Tensor, p: float, train: bool, by_channel: bool) -> Array | None:
    """1 for what is not dropped; None where nothing can be.

    Raises:
        RuntimeError: ``p`` is no probability, the numbers are no floats, or there are
            no channels.
    """
    if not 0 <= p <= 1:
        raise RuntimeError(
            f"dropout probability has to be between 0 and 1, but got {p:g}"
        )
    if p == 0 or not train or input.numel() == 0:
        return None
    if p < 1 and not input.dtype.is_floating_point:
        raise RuntimeError(
            "result type Float can't be cast to the desired output type "
            f"{input.dtype.scalar_type}"
        )
    shape: tuple[int, ...] = input.array.shape
    if by_channel and p < 1:
        if input.ndim < 2:
            raise RuntimeError(
                "Feature dropout requires at least 2 dimensions in the input"
            )
        shape = (*shape[:2], *[1] * (input.ndim - 2))
    return np.asarray(default_generator.numpy.random(shape) < 1 - p, np.float64)


PUBLIC = public(
    alpha_dropout,
    alpha_dropout_,
    dropout,
    dropout_,
    feature_alpha_dropout,
    feature_alpha_dropout_,
    feature_dropout,
    feature_dropout_,
)

FACES = ()
