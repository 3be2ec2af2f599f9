"""Frames around signals, images and volumes: ``pad``.

By ``mode`` the frame has one number, or those of the image: mirrored, repeated, or from
the other side. Back from a frame, gradients are added up where numbers came from.

Next: ``reduction``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.nn.pad import constant_pad_nd
from autoviz.core.ops.nn.reflection_pad import reflection_pad, replication_pad
from autoviz.core.tensor import Tensor

__all__ = ["pad"]


def pad(
    input: Tensor,
    pad: Sequence[int],
    mode: str = "constant",
    value: float | None = None,
) -> Tensor:
    """With ``pad[0]`` numbers before the last dimension, ``pad[1]`` after it.

    Then come two for the dimension before it, and so on. The numbers are ``value``, or
    by ``mode`` those of the image itself: mirrored at its edge (``"reflect"``), the
    edge repeated (``"replicate"``), or from the other end (``"circular"``).

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> x = av.tensor([[1, 2, 3]])
    >>> F.pad(x, (1, 1), value=7), F.pad(x, (1, 1), "reflect")
    (tensor([[7, 1, 2, 3, 7]]), tensor([[2, 1, 2, 3, 2]]))
    >>> F.pad(x, (1, 1), "replicate"), F.pad(x, (1, 1), "circular")
    (tensor([[1, 1, 2, 3, 3]]), tensor([[3, 1, 2, 3, 1]]))

    Raises:
        NotImplementedError: there is no such mode, or not for so many dimensions.
        RuntimeError: the frame does not fit.
    """
    must_be_tensor("pad", "input", 1, input)
    _check_lengths(pad)
    if mode not in ("constant", *PADDING):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if len(pad) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(pad) > 2 * input.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input "
            f"dimension but got padding length {len(pad)} and input of dimension "
            f"{input.ndim}"
        )
    if mode == "constant":
        return constant_pad_nd(input, pad, 0 if value is None else value)
    if value:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    if not len(pad) or input.ndim - len(pad) // 2 not in (1, 2) or len(pad) > 6:
        raise NotImplementedError(
            f"Padding size {len(pad)} is not supported for {input.ndim}D input tensor."
            "\nSupported combinations for non-constant padding:\n"
            "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
            "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
            "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
        )
    return PADDING[mode](input, pad)


def _check_lengths(pad: Any) -> None:
    if not isinstance(pad, tuple | list):
        raise TypeError(
            "pad(): argument 'pad' (position 2) must be tuple of ints, not "
            f"{type(pad).__name__}"
        )
    for at, each in enumerate(pad):
        if isinstance(each, float | bool):
            raise TypeError(
                "pad(): argument 'pad' (position 2) must be tuple of ints, but found "
                f"element of type {type(each).__name__} at pos {at}"
            )


def _circular_pad(input: Tensor, pad: Sequence[int]) -> Tensor:
    """Written piece by piece into a new tensor, which is what its graph shows."""
    size, pairs = list(input.shape), {}
    for number in range(len(pad) // 2):
        dim, (before, after) = input.ndim - 1 - number, pad[2 * number :][:2]
        if max(before, after) > size[dim]:
            raise RuntimeError("Padding value causes wrapping around more than once.")
        size[dim] += before + after
        pairs[dim] = before, after
    if min(size) < 0:
        raise RuntimeError("Negative padding value is resulting in an empty dimension")
    made = input.new_empty(size)
    inner, taken = made, input
    for dim, (before, after) in pairs.items():
        cut = max(-before, 0), taken.shape[dim] - max(-after, 0)
        room = max(before, 0), size[dim] - max(after, 0)
        inner = inner.narrow(dim, room[0], room[1] - room[0])
        taken = taken.narrow(dim, cut[0], cut[1] - cut[0])
    inner.copy_(taken)
    for dim, (before, after) in pairs.items():
        end = size[dim] - max(after, 0)
        if before > 0:
            last = made.narrow(dim, end - before, before)
            made.narrow(dim, 0, before).copy_(last)
        if after > 0:
            first = made.narrow(dim, max(before, 0), after)
            made.narrow(dim, size[dim] - after, after).copy_(first)
    return made


PADDING: dict[str, Callable[[Tensor, Sequence[int]], Tensor]] = {
    "reflect": reflection_pad,
    "replicate": replication_pad,
    "circular": _circular_pad,
}
"""By mode, all but the constant one."""
