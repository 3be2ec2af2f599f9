"""A frame of one number around a tensor; or, with negative lengths, a cut.

That is why its derivative is itself: what was added is cut off again.

Next: ``reflection_pad``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.layout import compact
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.tensor import Number, Tensor

__all__ = ["CONSTANT_PAD", "FACES", "PUBLIC", "constant_pad_nd"]


def _pad(self: Array, pad: Sequence[int], value: Number = 0) -> Array:
    """Pairs of ``pad``: around the last dimension, then the one before it …."""
    if not any(pad):
        return compact(self)
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    pairs = [(0, 0)] * (self.ndim - len(pairs)) + pairs
    size, taken, inside = [], [], []
    for length, (before, after) in zip(self.shape, pairs, strict=True):
        first, last = max(-before, 0), length - max(-after, 0)
        if last < first:
            raise RuntimeError("narrow(): length must be non-negative.")
        size.append(length + before + after)
        taken.append(slice(first, last))
        inside.append(slice(max(before, 0), max(before, 0) + last - first))
    framed = np.full(size, value, self.dtype)
    framed[*inside] = self[*taken]
    return framed


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


def constant_pad_nd(input: Tensor, pad: Sequence[int], value: Number = 0) -> Tensor:
    """With ``pad[0]`` times ``value`` before the last dimension, ``pad[1]`` after it.

    Then come two for the dimension before it, and so on.

    >>> import autoviz as av
    >>> av.constant_pad_nd(av.tensor([1, 2]), (1, 2), 7)
    tensor([7, 1, 2, 7, 7])

    Raises:
        RuntimeError: more is cut off than there is.
    """
    must_be_tensor("constant_pad_nd", "input", 1, input)
    if len(pad) % 2:
        raise RuntimeError(
            f"Length of pad must be even but instead it equals {len(pad)}"
        )
    if len(pad) > 2 * input.ndim:
        raise RuntimeError(
            "Length of pad should be no more than twice the number of dimensions of "
            f"the input. Pad length is {len(pad)}while the input has "
            f"{input.ndim}dimensions."
        )
    return apply(CONSTANT_PAD, input, pad=tuple(pad), value=value)


PUBLIC: dict[str, Any] = public(constant_pad_nd)

FACES = ()
