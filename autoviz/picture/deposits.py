"""What was put into a ``.grad``, one backward after the other.

AccumulateGrad adds. So what ``.grad`` holds may be the sum of several deposits, and
whoever forgot to empty it wants to see them.

Next: ``face``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from autoviz.picture.notation.numbers import short
from autoviz.records.fold import Snapshot
from autoviz.records.steps import Accumulate, GradSet, Skipped, Trace
from autoviz.records.trail import is_zero
from autoviz.records.value import Value

__all__ = ["deposited"]

_SHOWN = 3

_Deposits = tuple[int, tuple[Value, ...]]
"""How many there were since it was empty, and the last few."""

_latest: tuple[Trace, Mapping[int, Sequence[tuple[int, _Deposits]]]] | None = None


def deposited(trace: Trace, snapshot: Snapshot, node: int) -> str:
    """``64 + 192``, of several deposits; of matrices ``2 deposits``."""
    history = _histories(trace).get(node, ())
    place = bisect_right(history, snapshot.k, key=lambda each: each[0])
    count, last = history[place - 1][1] if place else (0, ())
    if count < 2:
        return ""
    numbers = [each.item() for each in last]
    texts = [short(each) for each in numbers if each is not None]
    if len(texts) < len(last):
        return f"{count} deposits"
    return " + ".join(["…", *texts] if count > _SHOWN else texts)


def _histories(trace: Trace) -> Mapping[int, Sequence[tuple[int, _Deposits]]]:
    """By leaf, after which step it had which deposits. The last answer is kept."""
    global _latest
    if _latest is None or _latest[0] is not trace:
        found: defaultdict[int, list[tuple[int, _Deposits]]] = defaultdict(list)
        for k, node, value, adds in _changes(trace):
            history = found[node]
            count, last = history[-1][1] if adds and history else (0, ())
            if value is not None and not (is_zero(value) and not adds):
                count, last = count + 1, (*last, value)[-_SHOWN:]
            history.append((k, (count, last)))
        _latest = trace, found
    return _latest[1]


def _changes(trace: Trace) -> Iterator[tuple[int, int, Value | None, bool]]:
    """Step, leaf, what came into its ``.grad``, and whether it was added."""
    for node in trace.graph.nodes:
        if node.grad is not None:
            yield 0, node.id, node.grad, False
    for k, step in enumerate(trace.steps, 1):
        match step:
            case Accumulate(leaf, before, arrived):
                yield k, leaf, arrived, before is not None
            case GradSet(leaf, value=value):
                yield k, leaf, value, False
            case Skipped(grads=grads):
                for leaf, value in grads:
                    yield k, leaf, value, False
            case _:
                pass
