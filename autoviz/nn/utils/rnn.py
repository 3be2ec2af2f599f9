"""Sequences of different length as one tensor: filled up to the longest.

Next: ``optim``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from autoviz.core.inplace import unobserved
from autoviz.core.ranges import arange
from autoviz.core.tensor import Tensor

__all__ = [
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpad_sequence",
]


def pad_sequence(
    sequences: Any,
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Tensor:
    """All in one tensor, ``(longest, how many, …)``, with ``padding_value`` behind.

    >>> import autoviz as av
    >>> pad_sequence([av.tensor([1, 2]), av.tensor([3])], batch_first=True)
    tensor([[1, 2],
            [3, 0]])

    Raises:
        RuntimeError: there are none, or they do not fit together.
        TypeError: something is no tensor.
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(
            "pad_sequence: Expected iterable for input sequences, but got arg of type: "
            f"{type(sequences)}"
        )
    several = list(sequences)
    _check(several, padding_side)
    longest = max(each.shape[0] for each in several)
    rest = several[0].shape[1:]
    lead = (len(several), longest) if batch_first else (longest, len(several))
    with unobserved():
        padded: Tensor = several[0].new_empty((*lead, *rest)).fill_(padding_value)
    for at, each in enumerate(several):
        length = each.shape[0]
        start = longest - length if padding_side == "left" else 0
        place = padded.select(0 if batch_first else 1, at)
        place.narrow(0, start, length).copy_(each)
    return padded


def _check(sequences: list[Any], side: str) -> None:
    for position, each in enumerate(sequences):
        if not isinstance(each, Tensor):
            raise TypeError(
                f"expected Tensor as element {position} in argument 0, but got "
                f"{type(each).__name__}"
            )
    if not sequences:
        raise RuntimeError("received an empty list of sequences")
    if side not in ("left", "right"):
        raise RuntimeError(
            f"Expected padding_side to be one of left or right, but got {side}."
        )


def unpad_sequence(
    padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False
) -> list[Tensor]:
    """The sequences again, each with its own length."""
    rows = padded_sequences if batch_first else padded_sequences.transpose_(0, 1)
    places = arange(rows.shape[1])
    pairs = zip(rows, lengths, strict=True)
    return [row[places < length] for row, length in pairs]


def pack_padded_sequence(*_: Any, **__: Any) -> NoReturn:
    """Not here."""
    _lacking("pack_padded_sequence")


def pack_sequence(*_: Any, **__: Any) -> NoReturn:
    """Not here."""
    _lacking("pack_sequence")


def pad_packed_sequence(*_: Any, **__: Any) -> NoReturn:
    """Not here."""
    _lacking("pad_packed_sequence")


def _lacking(name: str) -> NoReturn:
    raise NotImplementedError(
        f"{name}: packed sequences are not in autoviz's numpy core; pad them "
        "(pad_sequence), or record real PyTorch"
    )
