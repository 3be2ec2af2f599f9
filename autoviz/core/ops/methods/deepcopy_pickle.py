"""Copies that Python makes: ``copy.copy``, ``copy.deepcopy``, ``pickle``.

PyTorch treats the three differently. A deep copy belongs to leaves: it takes
``.grad`` along, and copying a result would leave open what becomes of its graph. A
pickled tensor has its numbers and ``requires_grad``, and so has a shallow copy, which
shares the memory; both come back as leaves. For a tensor inside a graph, PyTorch's
way to copy is ``clone``.

Next: ``register_hook``.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from typing import Any, SupportsIndex

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.faces import Face
from autoviz.core.sentences import ONLY_LEAVES_ARE_COPIED
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "rebuild"]


def _deepcopy(self: Tensor, memo: dict[int, Any]) -> Tensor:
    if id(self) in memo:
        twin: Tensor = memo[id(self)]
        return twin
    if self.grad_fn is not None:
        raise RuntimeError(ONLY_LEAVES_ARE_COPIED)
    twin = rebuild(_same_memory(self.array, memo), self._requires_grad, type(self))
    memo[id(self)] = twin
    if self.name is not None:
        twin.name = self.name
    if self.held_grad is not None:
        twin.held_grad = copy.deepcopy(self.held_grad, memo)
    vars(twin).update(copy.deepcopy(_noted(self), memo))
    return twin


def _same_memory(array: Array, memo: dict[int, Any]) -> Array:
    """A copy; arrays that look at the same memory have copies that do, too."""
    owner = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    twin = memo.get(id(owner))
    if twin is None:
        twin = memo[id(owner)] = owner.copy(order="K")
    if array is owner:
        return np.asarray(twin)
    start = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    return np.ndarray(
        array.shape, array.dtype, twin, offset=start, strides=array.strides
    )


def _reduce(
    self: Tensor, protocol: SupportsIndex
) -> tuple[Callable[..., Tensor], tuple[Any, ...], dict[str, Any] | None]:
    """How to make it again, for ``pickle`` and ``copy.copy``."""
    for hook in (self.hooks or {}).values():
        warnings.warn(
            f"backward hook {hook!r} on tensor will not be serialized.  If this is "
            "expected, you can decorate the function with @torch.utils.hooks."
            "unserializable_hook to suppress this warning",
            stacklevel=2,
        )
    noted = _noted(self) or None
    return rebuild, (self.array, self.requires_grad, type(self)), noted


def _noted(self: Tensor) -> dict[str, Any]:
    """What the learner has put on it: ``x.note = …``."""
    ours = ("hooks", "name", "post_accumulate_hooks")
    return {name: each for name, each in vars(self).items() if name not in ours}


def rebuild(array: Array, requires_grad: bool, kind: type[Tensor] = Tensor) -> Tensor:
    """A leaf with these numbers."""
    made = kind.__new__(kind)
    made.hold(array, requires_grad=requires_grad)
    made.storage.version = 1  # PyTorch fills an empty tensor
    return made


PUBLIC: dict[str, Any] = {}

FACES = (
    Face(_deepcopy, ("__deepcopy__",)),
    Face(_reduce, ("__reduce_ex__",)),
)
