"""A frame of zeros around a tensor; or, with negative numbers, a cut.

That is why its derivative is itself: what was added is cut off again.

Next: ``convolution``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op

__all__ = ["CONSTANT_PAD", "FACES", "PUBLIC"]


def _pad(self: Array, pad: Sequence[int]) -> Array:
    """Pairs of ``pad``: around the last dimension, then the one before it …."""
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    pairs = [(0, 0)] * (self.ndim - len(pairs)) + pairs
    cut = tuple(
        slice(max(-before, 0), length - max(-after, 0))
        for length, (before, after) in zip(self.shape, pairs, strict=True)
    )
    return np.pad(
        self[cut], [(max(before, 0), max(after, 0)) for before, after in pairs]
    )


CONSTANT_PAD: Op = Op(
    "pad",
    "ConstantPadNdBackward0",
    ("self",),
    _pad,
    (
        Grad(
            "slice(g)",
            lambda g, pad: apply(CONSTANT_PAD, g, pad=tuple(-each for each in pad)),
        ),
    ),
    symbol="pad({0}, {pad})",
    dtype="same",
)


PUBLIC: dict[str, Any] = {}

FACES = ()
