"""Numbers of the numpy core that are read later.

To sum up a large array takes longer than to compute it, and to copy it nearly as long.
So a large one is only *held*, and read when somebody looks at the recording. Whoever
is about to write to memory tells its ``Storage``, and the storage its watcher: what is
held there is copied then, in the recorded block and after it. Nobody tells of a write
through a numpy array; memory that one shares is copied at once.

More than ``keep_bytes`` are not held: what comes then is summed up at once.

Next: ``numpy_graph``.
"""

from __future__ import annotations

import weakref

from autoviz.core.dtypes import Array
from autoviz.core.storage import EXPORTED, Storage, Watcher
from autoviz.core.strides import extent, geometry
from autoviz.records import Value
from autoviz.watch.capture import Later, name_of, settled, to_settle, value_of
from autoviz.watch.sharing import Place

__all__ = ["MOST", "Held", "Numbers", "place_of"]

MOST = 2**28
"""Bytes that are held, if nothing else is asked for."""


class Held(Later):
    """A large array, until somebody wants to know what was in it."""

    __slots__ = ("__weakref__", "_array")

    def __init__(self, array: Array) -> None:
        self._array = array

    def value(self) -> Value:
        return settled(self.to_settle())

    def to_settle(self) -> Value:
        """What can be said without looking at the numbers."""
        return to_settle(self._array.shape, name_of(self._array.dtype), self)

    def array(self) -> Array:
        return self._array

    def copy(self) -> None:
        """Move to memory of its own."""
        self._array = self._array.copy()


class _Holding(Watcher):
    """What is held of one piece of memory; nobody is kept alive for that."""

    __slots__ = ("_held",)

    def __init__(self, first: Held) -> None:
        self._held = [weakref.ref(first)]

    def add(self, held: Held) -> None:
        alive = [each for each in self._held if each() is not None]
        self._held = [*alive, weakref.ref(held)]

    def changing(self, storage: Storage) -> None:
        for each in self._held:
            held = each()
            if held is not None:
                held.copy()
        self._held.clear()


class Numbers:
    """The values of one recording."""

    def __init__(self, keep: int, keep_bytes: int = MOST) -> None:
        self.keep = keep
        self._left = keep_bytes

    @property
    def is_full(self) -> bool:
        """Whether as much is held as may be."""
        return self._left < 0

    def value(self, array: Array, storage: Storage | None = None) -> Value:
        """The numbers as they are now; of a large array nothing is read yet."""
        found = self.later(array, storage)
        return found if isinstance(found, Value) else found.to_settle()

    def later(self, array: Array, storage: Storage | None = None) -> Value | Held:
        """The same, in a hurry. Nobody writes to an array without a ``storage``."""
        if array.size <= self.keep or not self.may_hold(array):
            return value_of(array, self.keep)
        held = Held(array)
        if storage is None:
            return held
        watcher = storage.watcher
        if watcher is None:
            storage.watcher = _Holding(held)
        elif isinstance(watcher, _Holding):
            watcher.add(held)
        else:
            assert watcher is EXPORTED
            held.copy()
        return held

    def may_hold(self, array: Array) -> bool:
        """Whether one more may be held; it counts from now on."""
        if self._left >= 0:
            self._left -= array.nbytes
        return self._left >= 0


def place_of(array: Array) -> Place | None:
    """Where in memory the numbers of an array are; None if there are none."""
    if not array.size:
        return None
    where, width = geometry(array), array.itemsize
    first: int = array.__array_interface__["data"][0]
    reach = (extent(where) - where.offset) * width
    return Place(first - where.offset * width, first, first + reach - 1)
