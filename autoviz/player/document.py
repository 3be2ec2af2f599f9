"""What every face of the player gets: one JSON document, made from a trace.

It holds the picture once, and for each step what changes on it, the words, the
line of code and the question. The player computes nothing; what it shows stands
here. ``static/player.js`` reads it.

Next: ``output``, ``page``, ``widget``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from autoviz.picture.caption import caption
from autoviz.picture.frame import Frame, frame
from autoviz.picture.notation.grids import Grid
from autoviz.picture.svg import draw
from autoviz.picture.text import changed, table
from autoviz.picture.view import View
from autoviz.picture.why import Row, why
from autoviz.player.question import question
from autoviz.records import Source, Trace
from autoviz.records.grains import about, kinds, phases

__all__ = ["VERSION", "document"]

VERSION = 1

Json = dict[str, Any]


def document(view: View, title: str) -> Json:
    """The document of a recording.

    Its keys: ``autoviz`` (the version of the format), ``title``, ``svg`` (the
    picture at step 0), ``tall``, ``frames`` (what changes at each step),
    ``steps``, ``phases``, ``code``, ``twin``.
    """
    trace = view.trace
    frames = [frame(view, k) for k in range(len(trace.steps) + 1)]
    twin, cells = _twin(view)
    changes = _changes(frames)
    for change, texts in zip(changes, cells, strict=True):
        change["text"] |= texts
    code = _Code(trace)
    return {
        "autoviz": VERSION,
        "title": title,
        "svg": draw(view, frames[0], f"Graph of {title}"),
        "tall": view.layout.direction == "TB",
        "frames": changes,
        "steps": [
            _step(view, k, phase, code)
            for k, phase in enumerate(["start", *kinds(trace)])
        ],
        "phases": _phases(trace),
        "code": code.files,
        "twin": twin,
    }


def _changes(frames: Sequence[Frame]) -> list[Json]:
    """The first frame is the picture itself; each other says what differs."""
    changes: list[Json] = [{"class": {}, "text": {}}]
    for before, after in pairwise(frames):
        changes.append(
            {
                "class": _difference(before.classes, after.classes),
                "text": _difference(before.texts, after.texts),
            }
        )
    return changes


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {id: each for id, each in after.items() if before.get(id, "") != each}


def _step(view: View, k: int, phase: str, code: _Code) -> Json:
    trace, snapshot = view.trace, view.snapshots[k]
    step = snapshot.step
    panel = why(trace, snapshot)
    node = about(step)
    made = None if node is None else trace.graph.nodes[node].source
    return {
        "phase": phase,
        "caption": caption(trace, snapshot),
        "why": {"title": panel.title, "rows": [_row(each) for each in panel.rows]},
        "running": code.line(step.source if step else None),
        "made": code.place(made),
        "question": question(trace, snapshot),
    }


_NAMES = {"untracked": "not recorded"}


def _phases(trace: Trace) -> list[Json]:
    """Stretches of steps of one kind, for the slider."""
    return [
        {
            "name": _NAMES.get(each.kind, each.kind),
            "kind": each.kind,
            "first": each.first,
            "last": each.last,
        }
        for each in phases(trace)
    ]


def _row(row: Row) -> Json:
    return {"label": row.label, "items": [_item(each) for each in row.items]}


def _item(item: Any) -> Any:
    if not isinstance(item, Grid):
        return item
    return {
        "grid": {
            "rows": item.rows,
            "tones": item.tones,
            "caption": item.caption,
            "thumb": not item.rows,
        }
    }


def _twin(view: View) -> tuple[Json, list[dict[str, str]]]:
    """The table of the text twin, and which texts each step changes, by cell id."""
    columns, first = table(view.trace, view.snapshots[0])
    rows = [
        [
            [None if column == 0 else f"w{row}_{column}", text]
            for column, text in enumerate(cells)
        ]
        for row, cells in enumerate(first)
    ]
    shown = {id: text for row in rows for id, text in row if id and text}
    texts: list[dict[str, str]] = [{}]
    for before, after in pairwise(view.snapshots):
        now = {
            f"w{row}_{column}": text
            for row, cells in changed(view.trace, before, after).items()
            for column, text in enumerate(cells, start=1)
        }
        texts.append(_difference(shown, now))
        shown |= now
    return {"columns": list(columns), "rows": rows}, texts


class _Code:
    """The lines to show, moved left together, and places in them."""

    def __init__(self, trace: Trace) -> None:
        self._margins: dict[tuple[str, int], int] = {}
        self.files: list[Json] = [
            {"file": name, "lines": self._dedented(name, lines)}
            for name, lines in trace.source.items()
        ]

    def line(self, source: Source | None) -> list[Any] | None:
        """``[file, line]`` if that line is shown."""
        if source is None or (source.file, source.line) not in self._margins:
            return None
        return [source.file, source.line]

    def place(self, source: Source | None) -> list[Any] | None:
        """``[file, line, column, end line, end column]``, columns as shown."""
        if source is None or self.line(source) is None:
            return None
        margin = self._margins[source.file, source.line]
        end_margin = self._margins.get((source.file, source.end_line), margin)
        column = None if source.column is None else source.column - margin
        end = None if source.end_column is None else source.end_column - end_margin
        return [source.file, source.line, column, source.end_line, end]

    def _dedented(self, name: str, lines: Mapping[int, str]) -> list[list[Any]]:
        shown: list[list[Any]] = []
        for numbers in _runs(sorted(lines)):
            filled = [lines[each] for each in numbers if lines[each].strip()]
            margin = min((len(each) - len(each.lstrip()) for each in filled), default=0)
            for number in numbers:
                self._margins[name, number] = margin
                shown.append([number, lines[number][margin:]])
        return shown


def _runs(numbers: Iterable[int]) -> Iterable[list[int]]:
    """Neighbouring numbers together."""
    indexed = enumerate(numbers)
    for _, run in groupby(indexed, key=lambda each: each[1] - each[0]):
        yield [number for _, number in run]
