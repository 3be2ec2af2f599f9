"""What each key held, and since which step: one log instead of many snapshots.

A snapshot of every step would copy everything each time. A ``Log`` notes only what
changes, and ``log.at(k)`` looks up what was there after step k, as a mapping.

>>> log = Log()
>>> log.set(1, "x", 3.0)
>>> log.set(4, "x", 2.9)
>>> dict(log.at(0)), dict(log.at(3)), dict(log.at(4))
({}, {'x': 3.0}, {'x': 2.9})

Next: ``fold``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Set
from typing import Any, Generic, TypeVar

__all__ = ["Log"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_GONE: Any = object()
_NEVER: Any = ((), ())


class Log(Generic[K, V]):
    """Keys and what they hold; steps come in ascending order."""

    __slots__ = ("_notes", "_now")

    def __init__(self) -> None:
        self._notes: dict[K, tuple[list[int], list[V]]] = {}
        self._now: dict[K, V] = {}

    @property
    def now(self) -> Mapping[K, V]:
        """What is held after the last step noted."""
        return self._now

    def set(self, k: int, key: K, value: V) -> None:
        """From step ``k`` on ``key`` holds ``value``."""
        self._now[key] = value
        self._note(k, key, value)

    def drop(self, k: int, key: K) -> None:
        """From step ``k`` on there is no such key, if there was."""
        if self._now.pop(key, _GONE) is not _GONE:
            self._note(k, key, _GONE)

    def clear(self, k: int) -> None:
        """From step ``k`` on there is nothing."""
        for key in self._now:
            self._note(k, key, _GONE)
        self._now.clear()

    def at(self, k: int) -> Mapping[K, V]:
        """What was held after step ``k``."""
        return _At(self, k)

    def later(self, k: int) -> Set[K]:
        """Keys that hold something in the end, and nothing yet after step ``k``."""
        return _Later(self, k)

    def after(self, k: int, key: K) -> tuple[int, V] | None:
        """The first step after ``k`` in which ``key`` got something, and what."""
        since, held = self._notes.get(key, ([], []))
        for place in range(bisect_right(since, k), len(since)):
            if held[place] is not _GONE:
                return since[place], held[place]
        return None

    def _note(self, k: int, key: K, value: V) -> None:
        since, held = self._notes.setdefault(key, ([], []))
        if since and since[-1] == k:
            held[-1] = value
        else:
            since.append(k)
            held.append(value)

    def _look(self, k: int, key: K) -> V:
        since, held = self._notes.get(key, _NEVER)
        place = bisect_right(since, k)
        found: V = held[place - 1] if place else _GONE
        return found

    def _keys(self, k: int) -> Iterator[K]:
        """In the order in which they first held something, so that one may stop."""
        for key, (since, held) in self._notes.items():
            if since[0] > k:
                return
            if held[bisect_right(since, k) - 1] is not _GONE:
                yield key


class _At(Mapping[K, V]):
    """A log after one step."""

    __slots__ = ("_k", "_log")

    def __init__(self, log: Log[K, V], k: int) -> None:
        self._log = log
        self._k = k

    def __getitem__(self, key: K) -> V:
        found = self._log._look(self._k, key)
        if found is _GONE:
            raise KeyError(key)
        return found

    def __contains__(self, key: Any) -> bool:
        return self._log._look(self._k, key) is not _GONE

    def __iter__(self) -> Iterator[K]:
        return self._log._keys(self._k)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


class _Later(Set[K]):
    """Keys of which a log knows after one step that they are still to come."""

    __slots__ = ("_k", "_log")

    def __init__(self, log: Log[K, Any], k: int) -> None:
        self._log = log
        self._k = k

    def __contains__(self, key: Any) -> bool:
        return key in self._log.now and key not in self._log.at(self._k)

    def __iter__(self) -> Iterator[K]:
        then = self._log.at(self._k)
        return (key for key in self._log.now if key not in then)

    def __len__(self) -> int:
        return sum(1 for _ in self)
