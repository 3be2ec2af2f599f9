"""Names that tensors were given by the learner, where the tensor cannot carry one.

A tensor of PyTorch is known here by identity and weakly: when it is gone, so is its
name. Tensors compare number by number, so a dictionary with tensors as keys would not
do.

Next: ``regions``, which has ``name``.
"""

from __future__ import annotations

import weakref
from typing import Any

__all__ = ["GivenNames", "given_names"]


class GivenNames:
    """Which tensor was given which name."""

    def __init__(self) -> None:
        self._names: dict[int, tuple[weakref.ref[Any], str]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def give(self, tensor: Any, name: str) -> None:
        """From now on this is its name."""
        key, names = id(tensor), self._names

        def forget(reference: weakref.ref[Any]) -> None:
            found = names.get(key)
            if found is not None and found[0] is reference:
                del names[key]

        names[key] = weakref.ref(tensor, forget), name

    def of(self, tensor: Any) -> str | None:
        """Its name, if it was given one."""
        found = self._names.get(id(tensor))
        return found[1] if found is not None and found[0]() is tensor else None


given_names = GivenNames()
"""Those given with ``av.name``."""
