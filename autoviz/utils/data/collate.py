"""One batch of many examples: numbers become tensors, tensors are stacked.

A batch is where a program begins. So nobody observes how it was put together.

Next: ``dataloader``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autoviz.core.creation import as_tensor, tensor
from autoviz.core.dtypes import float64
from autoviz.core.inplace import unobserved
from autoviz.core.ops.shape.cat_stack import stack
from autoviz.core.tensor import Tensor

__all__ = ["default_collate", "default_convert"]


def default_collate(batch: Sequence[Any]) -> Any:
    """A batch that has the structure of one example.

    Raises:
        TypeError: examples hold something of which no batch can be made.
        RuntimeError: lists in it differ in length.
    """
    with unobserved():
        return _collated(batch)


def _collated(batch: Sequence[Any]) -> Any:
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(list(batch), 0)
    if isinstance(first, np.ndarray | np.generic):
        return _of_arrays(batch)
    if isinstance(first, float):
        return tensor(list(batch), dtype=float64)
    if isinstance(first, int):
        return tensor(list(batch))
    if isinstance(first, str | bytes):
        return batch
    if isinstance(first, Mapping):
        return {name: _collated([each[name] for each in batch]) for name in first}
    if isinstance(first, Sequence):
        return _of_sequences(first, batch)
    raise TypeError(
        "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or "
        f"lists; found {type(first)}"
    )


def default_convert(example: Any) -> Any:
    """One example that is no batch: arrays become tensors, and all else stays."""
    if isinstance(example, np.ndarray | np.generic) and example.dtype.kind not in "SUO":
        return as_tensor(example)
    if isinstance(example, Mapping):
        return {name: default_convert(each) for name, each in example.items()}
    if isinstance(example, tuple) and hasattr(example, "_fields"):
        return type(example)(*map(default_convert, example))
    if isinstance(example, list | tuple):
        return [default_convert(each) for each in example]
    return example


def _of_arrays(batch: Sequence[Any]) -> Any:
    first = batch[0]
    if first.dtype.kind in "SUO":
        raise TypeError(
            "default_collate: batch must contain tensors, numpy arrays, numbers, dicts "
            f"or lists; found {first.dtype}"
        )
    if first.shape == ():
        return as_tensor(np.array(batch))
    return stack([as_tensor(each) for each in batch], 0)


def _of_sequences(first: Any, batch: Sequence[Any]) -> Any:
    if isinstance(first, tuple) and hasattr(first, "_fields"):  # a named tuple
        return type(first)(*map(_collated, zip(*batch, strict=False)))
    if any(len(each) != len(first) for each in batch):
        raise RuntimeError("each element in list of batch should be of equal size")
    return [_collated(samples) for samples in zip(*batch, strict=True)]
