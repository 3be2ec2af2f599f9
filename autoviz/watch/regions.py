"""``scope`` and ``loop``: parts of a program that the learner names.

A large network is drawn closed, scope by scope. Modules of ``torch.nn`` are scopes by
themselves; with these, any lines are. Where nothing is being recorded they do nothing,
so that they may stay in the code.

Next: ``recorder``.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from autoviz.watch.writer import Writer

__all__ = ["Region", "loop", "regions", "scope"]

T = TypeVar("T")


class Region:
    """One recording, as far as named parts of the program are concerned."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._calls: Counter[tuple[str, str]] = Counter()

    def enter(self, name: str, type: str) -> int:
        """A part begins; returns its scope."""
        self._calls[name, type] += 1
        return self._writer.enter(name, type, self._calls[name, type])

    def leave(self, scope: int) -> None:
        """It has ended."""
        self._writer.leave(scope)


class _Regions(threading.local):
    def __init__(self) -> None:
        self.running: list[Region] = []


regions = _Regions()
"""The recordings that run in this thread, the outermost first."""


@contextmanager
def scope(name: str) -> Generator[None, None, None]:
    """What is computed inside belongs together, under this name.

    >>> import autoviz as av
    >>> with av.record() as rec, av.scope("encoder"):
    ...     x = av.tensor(3.0, requires_grad=True)
    ...     y = x * x
    >>> [each.name for each in rec.trace.graph.scopes]
    ['encoder']
    """
    with _inside(str(name), "scope"):
        yield


def loop(iterable: Iterable[T], name: str = "loop") -> Iterator[T]:
    """Go through ``iterable``; each round is a scope.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     h = av.tensor(3.0, requires_grad=True)
    ...     for _ in av.loop(range(3), "layer"):
    ...         h = h * 0.5
    >>> [(each.name, each.call) for each in rec.trace.graph.scopes]
    [('layer', 1), ('layer', 2), ('layer', 3)]
    """
    for each in iterable:
        with _inside(str(name), "loop"):
            yield each


@contextmanager
def _inside(name: str, type: str) -> Generator[None, None, None]:
    entered = [(each, each.enter(name, type)) for each in regions.running]
    try:
        yield
    finally:
        for region, number in reversed(entered):
            region.leave(number)
