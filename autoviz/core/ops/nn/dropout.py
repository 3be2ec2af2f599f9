"""Dropout: in training, some numbers are set to 0, anew each time.

The others are enlarged, so that the mean stays what it was and nothing has to be done
when the network is used. There is no operation of its own behind it: PyTorch multiplies
by a tensor of zeros and ``1 / (1 - p)``, and so do we; the graph shows MulBackward0.

Next: ``attention``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.ops.pointwise.arithmetic import mul, mul_
from autoviz.core.random_numbers import default_generator
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "dropout", "dropout_"]


def dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Each number 0 with probability ``p``; outside of training, ``input`` itself."""
    noise = _noise(input, p, train)
    return input if noise is None else mul(input, noise)


def dropout_(self: Tensor, p: float, train: bool) -> Tensor:
    """The same, written into ``self``."""
    noise = _noise(self, p, train)
    return self if noise is None else mul_(self, noise)


def _noise(input: Tensor, p: float, train: bool) -> Tensor | None:
    if p == 0 or not train or input.numel() == 0:
        return None
    if p == 1:
        return Tensor(np.zeros((), input.dtype.numpy))
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            "result type Float can't be cast to the desired output type "
            f"{input.dtype.scalar_type}"
        )
    stays = default_generator.numpy.random(input.array.shape) < 1 - p
    return Tensor(
        np.asarray(stays).astype(input.dtype.numpy) / input.dtype.numpy.type(1 - p)
    )


PUBLIC: dict[str, Any] = {}

FACES = ()
