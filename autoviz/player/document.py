"""What every face of the player gets: one JSON document, made from a trace.

It holds the picture once, and for each step what changes on it, the words, the
line of code and the question. The player computes nothing; what it shows stands
here. ``static/player.js`` reads it.

Next: ``output``, ``page``, ``widget``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from autoviz.picture.caption import caption
from autoviz.picture.frame import Frame, frames
from autoviz.picture.notation.grids import Grid
from autoviz.picture.notation.mathml import Math
from autoviz.picture.paths import paths
from autoviz.picture.still import sign_svg, signs
from autoviz.picture.style import tone_class
from autoviz.picture.svg import draw
from autoviz.picture.text import changed, table
from autoviz.picture.view import View
from autoviz.picture.why import Row, why
from autoviz.player.places import Places
from autoviz.player.plan import Plan, planned, question_json
from autoviz.records import Source, Trace
from autoviz.records.findings import findings
from autoviz.records.grains import about, kinds, phases

__all__ = ["NAMES", "VERSION", "Code", "changes", "document", "said"]

VERSION = 1

Json = dict[str, Any]


def document(
    view: View, title: str, plan: Plan | None = None, svg: str | None = None
) -> Json:
    """The document of a recording; ``plan`` is what a teacher added to it.

    ``svg`` is the picture, where it is drawn already.

    Its keys: ``autoviz`` (the version of the format), ``title``, ``svg`` (the
    picture at step 0), ``tall``, ``frames`` (what changes at each step),
    ``steps``, ``stops`` (numbers of steps), ``asks`` and ``engine`` (as in
    ``Plan``), ``phases``, ``cards``, ``scopes`` (with a box), ``legend``,
    ``findings``, ``code``, ``twin``, ``formulas`` (each once: its text and
    its MathML; a step has their numbers), ``paths`` (of a gradient to the loss; a step
    has their numbers by card).
    """
    trace = view.trace
    first, *later = frames(view)
    twin, cells = _twin(view)
    moving = changes([first, *later])
    for change, texts in zip(moving, cells, strict=True):
        change["text"] |= texts
    plan = plan or planned(trace, view.snapshots)
    code, formulas, places = Code(trace), _Formulas(), Places(view)
    legend, signs = _legend(first, moving)
    ways, ways_at = _paths(view, formulas)
    return {
        "autoviz": VERSION,
        "title": title,
        "svg": svg or draw(view, first, f"Graph of {title}"),
        "tall": view.layout.direction == "TB",
        "frames": moving,
        "steps": [
            _step(view, k, phase, code, formulas)
            | {"card": places.card(k), "small": places.small(k), "signs": signs[k]}
            | {"question": _question(plan, k, places), "note": plan.notes.get(k)}
            | ({"paths": ways_at[k]} if k in ways_at else {})
            for k, phase in enumerate(["start", *kinds(trace)])
        ],
        "stops": plan.stops,
        "asks": plan.asks,
        "engine": plan.engine,
        "paths": ways,
        "formulas": formulas.listed,
        "phases": _phases(trace, plan),
        "cards": places.cards(code.place),
        "scopes": places.scopes(),
        "legend": legend,
        "findings": [
            {"step": each.step, "sentence": each.sentence, "tries": each.tries}
            for each in findings(trace)
        ],
        "code": code.files,
        "twin": twin,
    }


def changes(frames: Sequence[Frame]) -> list[Json]:
    """The first frame is the picture itself; each other says what differs.

    What another does not mention stays as it was.
    """
    found: list[Json] = [{"class": {}, "text": {}}]
    classes, texts = dict(frames[0].classes), dict(frames[0].texts)
    for each in frames[1:]:
        change = {
            "class": _difference(classes, each.classes),
            "text": _difference(texts, each.texts),
        }
        classes |= change["class"]
        texts |= change["text"]
        found.append(change)
    return found


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {id: each for id, each in after.items() if before.get(id, "") != each}


def _paths(
    view: View, formulas: _Formulas
) -> tuple[list[Json], dict[int, dict[int, int]]]:
    """The paths of each gradient, and which of them belong to a step, by card.

    That is the one in which the gradient was complete, and the one that used it.
    """
    cards = {card.node: card.id for card in view.cards if not card.closed}
    told: list[Json] = []
    at: dict[int, dict[int, int]] = {}
    for each in paths(view.trace, view.snapshots):
        if each.node not in cards:
            continue
        for k in (each.since, each.ran):
            at.setdefault(k, {})[cards[each.node]] = len(told)
        rows = [_row(row, formulas) for row in each.panel.rows]
        told.append({"title": each.panel.title, "rows": rows})
    return told, at


def _step(view: View, k: int, phase: str, code: Code, formulas: _Formulas) -> Json:
    panel = why(view.trace, view.snapshots[k])
    rows = [_row(each, formulas) for each in panel.rows]
    told = {"phase": phase} | said(view, k, code)
    return told | {"why": {"title": panel.title, "rows": rows}}


def said(view: View, k: int, code: Code) -> Json:
    """The sentence of a step, the line that runs, and what made its tensor."""
    trace, snapshot = view.trace, view.snapshots[k]
    step, node = snapshot.step, about(snapshot.step)
    made = None if node is None else trace.graph.nodes[node].source
    return {
        "caption": caption(trace, snapshot),
        "running": code.line(step.source if step else None),
        "made": code.place(made),
    }


def _question(plan: Plan, k: int, places: Places) -> Json | None:
    asked = plan.questions.get(k)
    return None if asked is None else question_json(asked, places.card_of)


def _legend(first: Frame, moving: Sequence[Json]) -> tuple[list[Json], list[list[int]]]:
    """Every sign the recording ever shows, and for each step those on screen then."""
    looks = list(_looks(first, moving))
    words: dict[tuple[str, str], int] = {}
    on_screen = {
        each: [words.setdefault(sign, len(words)) for sign in signs(each)]
        for each in dict.fromkeys(looks)
    }
    drawn = [{"svg": sign_svg(sign), "text": text} for sign, text in words]
    return drawn, [on_screen[each] for each in looks]


def _looks(first: Frame, moving: Sequence[Json]) -> Iterator[frozenset[str]]:
    """The classes on screen at each step."""
    now, count = dict(first.classes), Counter(first.classes.values())
    for change in moving:
        for id, look in change["class"].items():
            count[now.get(id, "")] -= 1
            count[look] += 1
            now[id] = look
        yield frozenset(look for look, times in count.items() if times > 0)


NAMES = {"untracked": "not recorded"}


def _phases(trace: Trace, plan: Plan) -> list[Json]:
    """Stretches of steps of one kind, for the slider.

    Where it is asked whether there is an error, they do not tell.
    """
    told = phases(trace)
    if plan.asks and any(each.kind == "fine" for each in plan.questions.values()):
        told = tuple(each for each in told if each.kind != "failure")
    return [
        {
            "name": NAMES.get(each.kind, each.kind),
            "kind": each.kind,
            "first": each.first,
            "last": each.last,
        }
        for each in told
    ]


def _row(row: Row, formulas: _Formulas) -> Json:
    return {"label": row.label, "items": [_item(each, formulas) for each in row.items]}


class _Formulas:
    """Every formula of the recording once: a loop has the same in each round."""

    def __init__(self) -> None:
        self._numbers: dict[Math, int] = {}

    def number(self, formula: Math) -> int:
        return self._numbers.setdefault(formula, len(self._numbers))

    @property
    def listed(self) -> list[Json]:
        return [{"text": each.text, "math": each.element} for each in self._numbers]


def _item(item: Any, formulas: _Formulas) -> Any:
    if isinstance(item, Math):
        return {"math": formulas.number(item)}
    if not isinstance(item, Grid):
        return item
    looks = [[tone_class(tone) for tone in row] for row in item.tones]
    return {
        "grid": {
            "rows": item.rows,
            "tones": [] if item.picture else looks,
            "caption": item.caption,
            "picture": item.picture,
            "size": {"width": _across(looks[0]), "height": _across(looks)}
            if item.picture
            else None,
        }
    }


def _across(cells: Sequence[Any]) -> int:
    """Four pixels for each number; ten where a row or a column is alone."""
    return 10 if len(cells) == 1 else 4 * len(cells)


_FLAGS = {"leaf": "is_leaf, requires_grad", "op": "requires_grad"}


def _twin(view: View) -> tuple[Json, list[dict[str, str]]]:
    """The table of the text twin, and which texts each step changes, by cell id."""
    columns, first = table(view.trace, view.snapshots[0])
    flags_of = [_FLAGS.get(each.kind, "is_leaf") for each in view.trace.graph.nodes]
    rows = [
        [
            *(
                [None if column == 0 else f"w{row}_{column}", text]
                for column, text in enumerate(cells)
            ),
            [None, flags],
        ]
        for row, (cells, flags) in enumerate(zip(first, flags_of, strict=True))
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
    return {"columns": [*columns, "flags"], "rows": rows}, texts


class Code:
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
