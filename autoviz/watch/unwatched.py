"""What was known when nobody watched any more, and what is another thing now.

While recording pauses, numbers change unseen. So everything that is known is looked at
when a pause begins, and again when it ends. Whoever is watched can do that: it hears
less for a while, and says which tensors and nodes it knows.

Next: ``side``, then ``pausing``.
"""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from autoviz.records.value import Value
from autoviz.watch.capture import is_same

__all__ = ["NOWHERE", "Chosen", "Hearing", "Pausable", "Unwatched", "nothing"]

Hearing = Literal["all", "backward", "none"]
"""What is heard of the program: while recording pauses, it is not all."""

NOWHERE = -1
"""A scope that is not recorded."""

T = TypeVar("T")
_STALE = -1


class Chosen(Protocol):
    """Who decides which scopes are recorded."""

    def enters(self, name: str, type: str, scope: int) -> bool:
        """A scope begins; whether it is recorded, as this number."""

    def leaves(self, scope: int) -> None:
        """It has ended."""


class Pausable(ABC):
    """Whoever is watched, as far as recording pauses."""

    def __init__(self) -> None:
        self.unwatched = Unwatched()
        self.catch_up: Callable[[], None] = nothing  # before a pass that is heard

    @abstractmethod
    def hears(self, hearing: Hearing) -> None:
        """Hear so much from now on."""

    @abstractmethod
    def settles(self) -> None:
        """Recording pauses: what was put off, and must be told before, is told."""

    @abstractmethod
    def freed(self) -> Iterator[tuple[int, bool]]:
        """Nodes that may have something saved, and whether that was let go."""

    @abstractmethod
    def seen(self) -> Iterator[tuple[Any, int]]:
        """Tensors that stand for themselves, with their nodes."""

    @abstractmethod
    def forget_tensor(self, tensor: Any, node: int) -> None:
        """A tensor is not that node any more."""

    @abstractmethod
    def behind(self, tensor: Any) -> int | None:
        """The number of its ``grad_fn``, if it has one."""

    @abstractmethod
    def is_stale(self, tensor: Any) -> bool:
        """Whether it must not be asked for its ``grad_fn``."""

    @abstractmethod
    def value(self, tensor: Any) -> Value:
        """Its numbers now."""

    @abstractmethod
    def grad(self, tensor: Any) -> Any:
        """Its ``.grad``, without warnings."""

    @abstractmethod
    def version(self, tensor: Any) -> int:
        """What the version counter of its memory says."""

    def safely(self, work: Callable[[], T]) -> T | None:
        """Do something that nobody hears of, and that must not fail."""
        return work()


@dataclass(slots=True)
class _Known:
    """A tensor as it was; ``behind`` is the number of its ``grad_fn``."""

    tensor: weakref.ref[Any]
    node: int
    behind: int | None
    version: int
    value: Value
    grad: Value | None


class Unwatched:
    """What one side knew when it was last looked at."""

    def __init__(self) -> None:
        self._known: list[_Known] = []
        self._holding: set[int] = set()

    def begins(self, side: Pausable) -> None:
        """Look at every tensor that was seen, and at what nodes have saved."""
        self._known = [_now(side, *each) for each in side.seen()]
        self._holding = {node for node, freed in side.freed() if not freed}

    def ends(self) -> None:
        """Everything is seen again, or the recording has ended."""
        self._known.clear()
        self._holding.clear()

    def told_grad(self, side: Pausable, tensor: Any) -> None:
        """What a ``backward()`` has left in its ``.grad`` was told."""
        for each in self._known:
            if each.tensor() is tensor:
                each.grad = _now(side, tensor, each.node).grad

    def told_freed(self, node: int) -> None:
        """That a node let go of what it had saved was told."""
        self._holding.discard(node)

    def changes(
        self, side: Pausable, memory_of: Callable[[int], int]
    ) -> dict[str, tuple[Any, ...]]:
        """What is another one now: the fields of a ``Skipped``.

        Of several that share memory one says what the version is.
        """
        pairs = list(self._pairs(side))
        freed = [node for node, is_so in side.freed() if is_so]
        values = [(e.node, e.value) for w, e in pairs if not is_same(w.value, e.value)]
        grads = [(e.node, e.grad) for w, e in pairs if not _equal(w.grad, e.grad)]
        versions: dict[int, tuple[int, int]] = {}
        for was, each in pairs:
            if was.version != each.version:
                versions.setdefault(memory_of(each.node), (each.node, each.version))
        return {
            "values": tuple(values),
            "grads": tuple(grads),
            "versions": tuple(versions.values()),
            "freed": tuple(each for each in freed if each in self._holding),
        }

    def _pairs(self, side: Pausable) -> Iterator[tuple[_Known, _Known]]:
        """Each that is still there, as it was and as it is.

        What was computed anew meanwhile is another node's, and is met later.
        """
        for was in self._known:
            tensor = was.tensor()
            if tensor is None:
                continue
            now = _now(side, tensor, was.node)
            if now.behind not in (was.behind, _STALE):
                side.forget_tensor(tensor, was.node)
                now.value, now.grad = was.value, was.grad
            yield was, now


def _now(side: Pausable, tensor: Any, node: int) -> _Known:
    behind = _STALE if side.is_stale(tensor) else side.behind(tensor)
    held = side.grad(tensor)
    grad = None if held is None else side.value(held)
    version, value = side.version(tensor), side.value(tensor)
    return _Known(weakref.ref(tensor), node, behind, version, value, grad)


def _equal(one: Value | None, other: Value | None) -> bool:
    if one is None or other is None:
        return one is other
    return is_same(one, other)


def nothing() -> None:
    """What is done before a pass while nobody pauses."""
