"""Who looks at the same numbers: a write through one tensor changes what others hold.

A view, ``detach()`` and ``.data`` copy nothing. So who comes to share memory says so
here; where in memory that is, is looked up when somebody writes. Most programs never
write to memory that is shared, and pay for no more than a weak reference to each view.

Next: ``writer``.
"""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

__all__ = ["Place", "Sharing"]


class Place(NamedTuple):
    """Where the numbers of a tensor are: in which memory, from which byte to which."""

    memory: int
    first: int
    last: int


class Sharing:
    """The tensors of one recording that share memory; none is kept alive."""

    def __init__(self, place: Callable[[Any], Place | None]) -> None:
        self._place = place
        self._new: list[weakref.ref[Any]] = []
        self._by_memory: defaultdict[int, _Lookers] = defaultdict(dict)

    def meet(self, *tensors: Any) -> None:
        """These look at the same memory."""
        self._new += map(weakref.ref, tensors)

    def others(self, written: Any) -> Iterator[Any]:
        """Who else looks at the numbers of a tensor, at some of them at least."""
        if not self._new and not self._by_memory:
            return
        self._sort()
        place = self._place(written)
        lookers = None if place is None else self._by_memory.get(place.memory)
        if place is None or lookers is None:
            return
        _, first, last = place
        near = [
            (key, its, tensor())
            for key, (its, tensor) in lookers.items()
            if its[1] <= last and first <= its[2]
        ]
        for key, its, tensor in near:
            if self._place(tensor) != its:
                lookers.pop(key, None)  # it was given other memory: x.data = y
            elif tensor is not written:
                yield tensor

    def _sort(self) -> None:
        for reference in self._new:
            tensor = reference()
            place = None if tensor is None else self._place(tensor)
            if place is not None:
                lookers, key = self._by_memory[place.memory], id(tensor)
                if key not in lookers:
                    leaves = partial(_leaves, lookers, key)
                    lookers[key] = place, weakref.ref(tensor, leaves)
        self._new.clear()


_Lookers = dict[int, tuple[Place, weakref.ref[Any]]]


def _leaves(lookers: _Lookers, key: int, _: object) -> None:
    """It is gone."""
    lookers.pop(key, None)
