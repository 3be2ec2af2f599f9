"""What was not recorded, in words: caption and "why" panel of a ``Skipped``.

With ``every=`` and ``only=`` parts of a program run unseen. How the numbers came about
is not known then, and nothing is said of it; what they are now is.

Next: ``failure``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.numbers import nested, said
from autoviz.picture.panel import Row, Why
from autoviz.picture.phrases import some
from autoviz.picture.words import Span, Spans, listing
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph
from autoviz.records.steps import Skipped
from autoviz.records.value import Value

__all__ = ["skipped_caption", "skipped_why"]

_ROWS = 8
_FEW = 4


def skipped_caption(graph: Graph, step: Skipped) -> Spans:
    """``99 rounds ran without being recorded; now w is 0.31 and w.grad is None``."""
    lead: Spans = (("", f"{_what(step)} ran without being recorded"),)
    now: list[Spans] = [(e, ("", " is "), value) for e, value in _now(graph, step)]
    if not now:
        return *lead, ("", "; the numbers shown here are as they were")
    told = (*step.values, *step.grads)
    if len(now) > _FEW or any(e is not None and e.shape for _, e in told):
        return *lead, ("", "; changed since: "), *some([(each[0],) for each in now])
    return *lead, ("", "; now "), *listing(now)


def skipped_why(graph: Graph, snapshot: Snapshot, step: Skipped) -> Why:
    """What each number was when recording paused, and what it is now."""
    before, rows = snapshot.before, []
    for node, value in step.values:
        was = before.values.get(node)
        rows.append(_row(names(graph)[node], "value", was, value))
    for node, grad in step.grads:
        was, slot = before.grads.get(node), grad_name(names(graph)[node])
        rows.append(_row(slot, "grad", was, grad))
    if len(rows) > _ROWS:
        more = Row("", (("muted", f"and {len(rows) - _ROWS} more"),))
        rows = [*rows[:_ROWS], more]
    rows.extend(_memory(graph, snapshot, step))
    told = "every= left this out" if step.rounds else "this is outside of only="
    rows.append(Row("because", (("", f"{told}: how this came about is not known"),)))
    return Why((("", "what is different now?"),), tuple(rows))


def _what(step: Skipped) -> str:
    if not step.rounds:
        return "A part of the program"
    return "1 round" if step.rounds == 1 else f"{step.rounds:,} rounds"


def _now(graph: Graph, step: Skipped) -> Iterator[tuple[Span, Span]]:
    """Names, and what they stand for now."""
    for node, value in step.values:
        yield ("name", names(graph)[node]), ("value", said(value))
    for node, grad in step.grads:
        slot: Span = ("name", grad_name(names(graph)[node]))
        yield slot, ("grad", "None" if grad is None else said(grad))


def _row(
    name: str, tone: Literal["value", "grad"], was: Value | None, now: Value | None
) -> Row:
    before, after = ("None" if each is None else said(each) for each in (was, now))
    if before == after and was is not None and now is not None:
        before, after = nested(was), nested(now)
    return Row(name, (("", f"{before} → "), (tone, after)))


def _memory(graph: Graph, snapshot: Snapshot, step: Skipped) -> Iterator[Row]:
    """Versions that went up, and what was freed."""
    for node, version in step.versions[:_FEW]:
        was = snapshot.before.versions.get(graph.nodes[node].storage, 0)
        told = f"{was} → {version}: it was written to"
        yield Row(f"version of {names(graph)[node]}", (("value", told),))
    if step.freed:
        every = some([(("name", names(graph)[each]),) for each in step.freed])
        yield Row("freed", (("", "what was saved by "), *every))
