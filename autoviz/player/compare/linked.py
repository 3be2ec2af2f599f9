"""Which steps of several recordings go together.

Two steps do if they do the same thing to the same tensor. The recordings are laid
beside each other as two versions of a text are: as much as possible goes together, and
where only one has a step, the others wait. A row of that table is a moment.

Next: ``placed``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.picture.label import names
from autoviz.records import Failure, GradSet, Mode, Step, Trace, Update
from autoviz.records.grains import about

__all__ = ["Moment", "linked"]

Moment = tuple[int | None, ...]
"""For each recording the number of its step, or None where it waits."""

_Sign = tuple[str, str, str]
"""What a step does: its kind, the operation, and what the tensor is called."""


def linked(traces: Sequence[Trace]) -> tuple[Moment, ...]:
    """All moments; the first is before anything."""
    signs = [_signs(trace) for trace in traces]
    moments: list[Moment] = [(k,) for k in range(1, len(signs[0]) + 1)]
    for number, own in enumerate(signs[1:], 1):
        seen = [
            [signs[i][k - 1] for i, k in enumerate(moment) if k is not None]
            for moment in moments
        ]
        waiting: Moment = (None,) * number
        moments = [
            (*(waiting if i is None else moments[i]), None if j is None else j + 1)
            for i, j in _pairs(seen, own)
        ]
    return (0,) * len(traces), *moments


def _signs(trace: Trace) -> list[_Sign]:
    called = names(trace.graph)
    return [_sign(trace, step, called) for step in trace.steps]


def _sign(trace: Trace, step: Step, called: Sequence[str]) -> _Sign:
    kind, node = type(step).__name__, about(step)
    name = "" if node is None else called[node]
    match step:
        case Mode(mode, entered):
            return kind, "", f"{mode} {entered}"
        case Failure():
            return kind, "", ""
        case GradSet(by=by) | Update(by=by):
            return kind, "", f"{name} {by}"
    return kind, "" if node is None else trace.graph.nodes[node].op or "", name


def _score(seen: Sequence[_Sign], own: _Sign) -> int:
    """2 for the same, 1 for the same operation under another name."""
    if own in seen:
        return 2
    return int(bool(own[1]) and any(own[:2] == each[:2] for each in seen))


_Pair = tuple[int | None, int | None]


def _pairs(rows: Sequence[Sequence[_Sign]], own: Sequence[_Sign]) -> list[_Pair]:
    """Rows and steps in order, as many together as can be."""
    start = _alike(rows, own)
    end = _alike(rows[start:][::-1], own[start:][::-1])
    high, wide = len(rows) - end, len(own) - end
    pairs: list[_Pair] = [(i, i) for i in range(start)]
    middle = _aligned(rows[start:high], own[start:wide])
    for i, j in middle:
        pairs.append(
            (None if i is None else start + i, None if j is None else start + j)
        )
    return [*pairs, *((high + i, wide + i) for i in range(end))]


def _alike(rows: Sequence[Sequence[_Sign]], own: Sequence[_Sign]) -> int:
    """How many are the same from the start on."""
    both = enumerate(zip(rows, own, strict=False))
    shorter = min(len(rows), len(own))
    return next((i for i, (seen, each) in both if each not in seen), shorter)


def _aligned(rows: Sequence[Sequence[_Sign]], own: Sequence[_Sign]) -> list[_Pair]:
    """The alignment with the highest score; ``best[i][j]`` is that of what is left."""
    scores = [[_score(seen, each) for each in own] for seen in rows]
    best = [[0] * (len(own) + 1) for _ in range(len(rows) + 1)]
    for i in reversed(range(len(rows))):
        for j in reversed(range(len(own))):
            together = scores[i][j] and scores[i][j] + best[i + 1][j + 1]
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[_Pair] = []
    i = j = 0
    while i < len(rows) and j < len(own):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    pairs += [(each, None) for each in range(i, len(rows))]
    return [*pairs, *((None, each) for each in range(j, len(own)))]
