"""Why the block raised: the exception's own words, then ours, then what to try.

Next: ``text``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.memory import kept_as
from autoviz.picture.panel import Row, Why
from autoviz.picture.phrases import called, first_sentence, some
from autoviz.picture.words import Span, Spans, shorten, visible
from autoviz.records.graph import Graph
from autoviz.records.steps import Failure

__all__ = ["failure_caption", "failure_why", "stale_sentence", "tries"]

_MESSAGE = 4000
_LONG = 240


def failure_caption(graph: Graph, step: Failure) -> Spans:
    """Type, the message's first sentence, and why."""
    spans: list[Span] = [("name", shorten(step.type, 60)), ("", ": ")]
    message = first_sentence(step.message)
    spans.append(("code", message))
    if step.why:
        stop = "" if message.endswith((".", "…", "!", "?")) else "."
        spans.append(("", f"{stop} Why: {shorten(step.why, _LONG)}"))
    told = stale_sentence(graph, step)
    if told:
        spans.append(("", f"{'.' if step.why else ''} {told}"))
    return tuple(spans)


def failure_why(graph: Graph, step: Failure) -> Why:
    """All that is known of it."""
    lines = step.message[:_MESSAGE].splitlines() or [""]
    labels = [shorten(step.type, 60), *[""] * (len(lines) - 1)]
    rows = [
        Row(label, (("code", visible(line)),))
        for label, line in zip(labels, lines, strict=True)
    ]
    if step.why:
        rows.append(Row("why", (("", visible(step.why)),)))
    told = stale_sentence(graph, step)
    if told:
        rows.append(Row("versions", (("", told),)))
    rows += _tries(step)
    if step.node is not None:
        rows.append(Row("at", called(graph, step.node)))
    places = [called(graph, each) for each in step.places if each != step.node]
    if places:
        rows.append(Row("look at", some(places)))
    if step.source is not None:
        where = f"{shorten(step.source.file, 40)}, line {step.source.line}"
        rows.append(Row("where", (("code", where),)))
    return Why((("", "why did it stop?"),), tuple(rows))


def stale_sentence(graph: Graph, step: Failure) -> str:
    """``The saved y was at version 0 when it was saved, and is at version 1 now``."""
    if step.versions is None:
        return ""
    then, now = step.versions
    at_versions = (
        f"was at version {then} when it was saved, and is at version {now} now"
    )
    return f"The saved {_saved(graph, step)} {at_versions}"


def tries(step: Failure) -> tuple[str, ...]:
    """What to try, as lines."""
    return tuple(shorten(each, _LONG) for each in step.tries)


def _tries(step: Failure) -> Iterator[Row]:
    for at, each in enumerate(tries(step)):
        yield Row("or" if at else "try", (("", each),))


def _saved(graph: Graph, step: Failure) -> str:
    """The saved tensor's name as a learner knows it."""
    name = step.saved or "tensor"
    saved = graph.nodes[step.node].saved if step.node is not None else ()
    for each in saved:
        if each.name == name and step.node is not None:
            return kept_as(graph, graph.nodes[step.node], each)
    return shorten(name, 24)
