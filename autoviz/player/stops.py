"""Where a run is worth stopping at: one step before something changes.

Learners choose poor places to stop; a lesson can name better ones. These are the
default: before the first step of another kind (forward, seed, backward, update,
failure), and before a leaf whose gradient came over several paths gets their sum.

Next: ``document``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from autoviz.records import Accumulate, Seed, Snapshot, Step, Trace
from autoviz.records.arrived import summands
from autoviz.records.fold import History
from autoviz.records.grains import kinds

__all__ = ["stops"]


def stops(trace: Trace) -> list[int]:
    """Numbers of steps, in order; neither the start nor the end is one."""
    return list(_stops(trace))


def _stops(trace: Trace) -> Iterator[int]:
    history = History(trace)
    told = zip(trace.steps, kinds(trace), strict=True)
    for k, (before, after) in enumerate(pairwise(told), 1):
        if _kind(*before) != _kind(*after) or _adds_up(history.at(k + 1), trace):
            yield k


def _adds_up(snapshot: Snapshot, trace: Trace) -> bool:
    """Whether a leaf gets what came over several paths."""
    step = snapshot.step
    if not isinstance(step, Accumulate):
        return False
    return len(summands(trace.graph, snapshot, step.node)) > 1


def _kind(step: Step, kind: str) -> str:
    return "seed" if isinstance(step, Seed) else kind
