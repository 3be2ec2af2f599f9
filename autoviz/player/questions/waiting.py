"""Who waits for gradients in each step of a ``backward()``, and who is ready.

The engine's own queue, read off a recording: one walk through the pass finds it for
all of its steps.

Next: ``next``.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoviz.records import Graph
from autoviz.records.passes import Part, Pass

__all__ = ["Queue", "Waiting"]

_MOST = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nodes that have not run: the newest that have got something, the oldest others.

    ``ready`` is how many have got all.
    """

    newest: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    ready: int = 0


class Queue:
    """The nodes of one ``backward()``, and what came to each of them when."""

    def __init__(self, graph: Graph, run: Pass) -> None:
        self._parts: dict[int, list[Part]] = {}
        self._ran = {n: k for n, k in run.ran.items() if graph.output(n)[0] == n}
        for node in self._ran:
            outputs = graph.nodes[node].outputs
            came = [p for e in outputs if e is not None for p in run.parts.get(e, ())]
            self._parts[node] = sorted(came, key=lambda part: part.step)
        self._at = dict(self._walk())

    def before(self, k: int) -> Waiting:
        """Who waits before step ``k``, in which one of them runs."""
        return self._at.get(k, Waiting())

    def parts(self, node: int) -> Sequence[Part]:
        """All that comes to a node, or to its results."""
        return self._parts.get(node, ())

    def come(self, node: int, k: int) -> int:
        """How much of that has come before step ``k``."""
        return bisect_left(self.parts(node), k, key=lambda part: part.step)

    def _walk(self) -> Iterator[tuple[int, Waiting]]:
        waiting: list[int] = []
        others = sorted(self._ran)
        ready = 0
        events = iter(self._events())
        event = next(events, None)
        for k in sorted({*self._ran.values()}):
            while event is not None and event[0] < k:
                _, kind, node = event
                if kind == "begins":
                    others.pop(bisect_left(others, node))
                    insort(waiting, node)
                elif kind == "complete":
                    ready += 1
                else:
                    waiting.pop(bisect_left(waiting, node))
                    ready -= 1
                event = next(events, None)
            room = max(0, _MOST - len(waiting))
            newest = tuple(waiting[: -_MOST - 1 : -1])
            yield k, Waiting(newest, tuple(others[:room]), ready)

    def _events(self) -> list[tuple[int, str, int]]:
        """When a node gets its first gradient, has all of them, and has run."""
        found = []
        for node, parts in self._parts.items():
            if parts and parts[-1].step < self._ran[node]:  # a file may say otherwise
                found.append((parts[0].step, "begins", node))
                found.append((parts[-1].step, "complete", node))
                found.append((self._ran[node], "ran", node))
        return sorted(found)
