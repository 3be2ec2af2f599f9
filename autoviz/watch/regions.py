"""``scope``, ``loop`` and ``name``: what the learner has names for.

A large network is drawn closed, scope by scope. Modules of ``torch.nn`` are scopes by
themselves; with these, any lines are. Where nothing is being recorded they do nothing,
so that they may stay in the code.

Next: ``recorder``.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from autoviz.core.tensor import Tensor
from autoviz.errors import AutovizError
from autoviz.watch.given import given_names
from autoviz.watch.pausing import Pauses
from autoviz.watch.side import Side
from autoviz.watch.writer import Writer

__all__ = ["Region", "is_tensor", "loop", "name", "regions", "scope"]

T = TypeVar("T")


class Region:
    """One recording, as far as names for what is in the program are concerned."""

    def __init__(
        self,
        writer: Writer,
        sides: Sequence[Side],
        *,
        totals: bool,
        pauses: Pauses,
        end: Callable[[], None],
    ) -> None:
        self.totals = totals
        self.pauses = pauses
        self.end = end  # before its block does
        self._writer = writer
        self._sides = sides
        self._calls: Counter[tuple[str, str]] = Counter()

    def enter(self, name: str, type: str) -> int | None:
        """A part begins; returns its scope, if it is recorded."""
        if self._writer.is_full:
            return None
        self._calls[name, type] += 1
        return self._writer.enter(name, type, self._calls[name, type])

    def leave(self, scope: int | None) -> None:
        """It has ended."""
        if scope is not None:
            self._writer.leave(scope)

    def named(self, tensor: Any, name: str) -> None:
        """A tensor was given a name."""
        for side in self._sides:
            side.is_named(tensor, name)


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

    Of ``record(every=10)`` the first, the eleventh … round is recorded.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     h = av.tensor(3.0, requires_grad=True)
    ...     for _ in av.loop(range(3), "layer"):
    ...         h = h * 0.5
    >>> [(each.name, each.call) for each in rec.trace.graph.scopes]
    [('layer', 1), ('layer', 2), ('layer', 3)]
    """
    this = object()
    try:
        for number, each in enumerate(iterable):
            for region in regions.running:
                region.pauses.round(this, number)
            with _inside(str(name), "loop"):
                yield each
    finally:
        for region in regions.running:
            region.pauses.over(this)


def name(tensor: T, name: str) -> T:
    """Give a tensor of autoviz or PyTorch a name for pictures; returns the tensor.

    It keeps the name as long as it lives. What is computed from it has none of it.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     y = av.name(av.tensor(3.0, requires_grad=True), "start") * 2
    >>> [each.names for each in rec.trace.graph.nodes]
    [('start',), ('y',)]

    Raises:
        AutovizError: it is no tensor.
    """
    if not is_tensor(tensor):
        raise AutovizError(f"only tensors have names, not a {type(tensor).__name__}")
    if isinstance(tensor, Tensor):
        tensor.named(name)
        return tensor
    given_names.give(tensor, str(name))
    for each in regions.running:
        each.named(tensor, str(name))
    return tensor


def is_tensor(something: object) -> bool:
    """Whether it is a tensor of autoviz or PyTorch, which is not imported for that."""
    torch = sys.modules.get("torch")
    kinds = (Tensor,) if torch is None else (Tensor, torch.Tensor)
    return isinstance(something, kinds)


@contextmanager
def _inside(name: str, type: str) -> Generator[None, None, None]:
    entered = [(each, each.enter(name, type)) for each in regions.running]
    try:
        yield
    finally:
        for region, number in reversed(entered):
            region.leave(number)
