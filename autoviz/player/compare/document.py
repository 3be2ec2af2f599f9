"""What the player of a comparison gets: one JSON document for all recordings.

It counts in moments, not in steps. Each recording is a part with its picture, and for
each moment what changes on it, what it says, and which elements differ from the other
pictures. Where it waits, its picture rests: nothing on it is in focus.

Next: ``static/compare.js``, which reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Any

from autoviz.picture.frame import Frame, frame
from autoviz.picture.svg import draw
from autoviz.picture.view import View
from autoviz.picture.words import Span, Spans
from autoviz.player.compare.differences import Difference, Differences
from autoviz.player.compare.linked import Moment, linked
from autoviz.player.compare.placed import placed
from autoviz.player.compare.things import Things
from autoviz.player.document import NAMES, VERSION, Code, changes, said
from autoviz.records.grains import kinds

__all__ = ["compared"]

_ROWS, _TOLD = 12, 3
"""How many differences are listed, and how many new ones are said, at a moment."""

_ACTIVE = {"focus", "now", "forward", "coming"}
"""Classes of what a step is about."""

Json = dict[str, Any]


def compared(views: Sequence[View], labels: Sequence[str], title: str) -> Json:
    """The document of recordings that are called so.

    Its keys: ``autoviz``, ``title``, ``parts`` (one for each recording: ``label``,
    ``svg``, ``frames``, ``code``, ``alone``, and ``steps``, one for each moment),
    ``steps`` (what is so of all at each moment), ``stops`` (where something comes to
    differ), ``phases``, and ``alone``, a sentence on what is not in all of them.
    """
    views = placed(views)
    moments = linked([view.trace for view in views])
    differences = Differences(views, moments)
    states = _states(moments)
    walked = list(differences.walk())
    told = [_told(fresh, labels) for fresh, _ in walked]
    rows = [_rows(fresh, still) for fresh, still in walked]
    marks = [
        _marks(fresh + still, differences.arrows(at))
        for (fresh, still), at in zip(walked, states, strict=True)
    ]
    parts = [
        _part(view, label, [each[i] for each in moments], [each[i] for each in states])
        | {"alone": differences.alone(i), "marks": [each[i] for each in marks]}
        for i, (view, label) in enumerate(zip(views, labels, strict=True))
    ]
    phases = _kinds(views, moments)
    return {
        "autoviz": VERSION,
        "title": title,
        "parts": parts,
        "steps": [
            {"phase": phase, "said": new, "caption": _caption(parts, m, new)} | row
            for m, (phase, new, row) in enumerate(zip(phases, told, rows, strict=True))
        ],
        "stops": [m for m, (fresh, _) in enumerate(walked) if fresh],
        "phases": _phases(phases[1:]),
        "alone": _alone(differences.things, labels),
    }


def _states(moments: Sequence[Moment]) -> list[tuple[int, ...]]:
    """At each moment the last step that each recording has done."""

    def later(before: tuple[int, ...], moment: Moment) -> tuple[int, ...]:
        both = zip(before, moment, strict=True)
        return tuple(old if k is None else k for old, k in both)

    return list(accumulate(moments[1:], later, initial=(0,) * len(moments[0])))


def _part(
    view: View, label: str, own: Sequence[int | None], states: Sequence[int]
) -> Json:
    painted = [frame(view, k) for k in range(len(view.snapshots))]
    frames = [
        painted[at] if k is not None else _resting(painted[at])
        for k, at in zip(own, states, strict=True)
    ]
    code = Code(view.trace)
    return {
        "label": label,
        "svg": draw(view, painted[0], f"Graph of {label}"),
        "frames": changes(frames),
        "code": code.files,
        "steps": [
            _waits(view, at) if k is None else _runs(view, k, code)
            for k, at in zip(own, states, strict=True)
        ],
    }


def _runs(view: View, k: int, code: Code) -> Json:
    at = f"step {k} of {len(view.trace.steps)}"
    return said(view, k, code) | {"at": at, "waits": False}


def _waits(view: View, k: int) -> Json:
    at = f"after step {k} of {len(view.trace.steps)}"
    nothing = [("muted", "nothing here")]
    return {"caption": nothing, "running": None, "made": None, "at": at, "waits": True}


def _resting(painted: Frame) -> Frame:
    """The same picture with nothing in focus."""
    classes = {}
    for id, each in painted.classes.items():
        words = each.split()
        if words[0] == "halo":
            classes[id] = "halo off"
            continue
        rest = [word for word in words if word not in _ACTIVE]
        if "now" in words:
            rest.append("past")
        classes[id] = " ".join(rest)
    return Frame(classes, painted.texts)


def _marks(
    differing: Sequence[Difference], arrows: Sequence[Sequence[str]]
) -> list[list[str]]:
    """For each picture the elements that show something else than the others do."""
    found = [dict.fromkeys(each) for each in arrows]
    for difference in differing:
        for ids, own in zip(found, difference.ids, strict=True):
            ids |= dict.fromkeys(own)
    return [list(each) for each in found]


# in words


def _told(fresh: Sequence[Difference], labels: Sequence[str]) -> Spans:
    """``Differs now: x.grad: 27 (plain), 9 (with detach())`` and a full stop."""
    if not fresh:
        return ()
    spans: list[Span] = [("", "Differs now: ")]
    for number, each in enumerate(fresh[:_TOLD]):
        spans += [("", "; "), *each.called] if number else each.called
        lead = ": "
        for text, label in zip(each.texts, labels, strict=True):
            if text is not None:
                spans += [("", lead), ("value", text), ("muted", f" ({label})")]
                lead = ", "
    if len(fresh) > _TOLD:
        spans.append(("", f"; and {len(fresh) - _TOLD} more"))
    return (*spans, ("", "."))


def _rows(fresh: Sequence[Difference], still: Sequence[Difference]) -> Json:
    listed = [*fresh, *still]
    rows = [[each.called, *each.texts] for each in listed[:_ROWS]]
    return {"rows": rows, "fresh": len(fresh[:_ROWS]), "more": len(listed) - len(rows)}


def _caption(parts: Sequence[Json], m: int, new: Spans) -> list[Span]:
    """All that is said at a moment, in a line."""
    spans: list[Span] = []
    for part in parts:
        lead = f"{' ' if spans else ''}{part['label']}: "
        spans += [("muted", lead), *part["steps"][m]["caption"], ("", ".")]
    return [*spans, ("", " "), *new] if new else spans


def _alone(things: Things, labels: Sequence[str]) -> Spans:
    """What only some of the recordings have."""
    spans: list[Span] = []
    for thing in things.all:
        if None in thing:
            there = zip(labels, thing, strict=True)
            having = ", ".join(label for label, node in there if node is not None)
            spans += [
                ("", "; " if spans else "Not in all: "),
                ("name", things.name(thing)),
                ("muted", f" (only in {having})"),
            ]
    return tuple(spans)


# phases


def _kinds(views: Sequence[View], moments: Sequence[Moment]) -> list[str]:
    """What kind of thing happens at each moment, where something does."""
    own = [["start", *kinds(view.trace)] for view in views]
    return [
        next(own[i][k] for i, k in enumerate(moment) if k is not None)
        for moment in moments
    ]


def _phases(kinds: Sequence[str]) -> list[Json]:
    found: list[Json] = []
    for kind, group in groupby(enumerate(kinds, 1), key=lambda each: each[1]):
        at = [m for m, _ in group]
        name = NAMES.get(kind, kind)
        found.append({"name": name, "kind": kind, "first": at[0], "last": at[-1]})
    return found
