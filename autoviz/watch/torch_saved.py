"""What a kind of node may have saved for its backward, by PyTorch's own names.

Next: ``torch_arguments``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["saved_in_order", "saved_names", "saved_tensors"]


def saved_names(kind: type) -> tuple[str, ...]:
    """What a node of this kind may have saved, by PyTorch's own names."""
    if kind not in _SAVED:
        _SAVED[kind] = tuple(
            each.removeprefix("_saved_")
            for each in dir(kind)
            if each.startswith("_saved_")
        )
    return _SAVED[kind]


_SAVED: dict[Any, tuple[str, ...]] = {}


def saved_tensors(kind: type) -> tuple[str, ...]:
    """Those of the saved names that are tensors'."""
    if kind not in _TENSORS:
        names = saved_names(kind)
        _TENSORS[kind] = tuple(n for n in names if hasattr(kind, f"_raw_saved_{n}"))
    return _TENSORS[kind]


_TENSORS: dict[Any, tuple[str, ...]] = {}


@cache
def saved_in_order(kind: type, inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The saved tensors of a kind of node: as the inputs come, then the others."""
    saved = saved_tensors(kind)
    first = [each for each in inputs if each in saved]
    return (*first, *(each for each in saved if each not in first))
