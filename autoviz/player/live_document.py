"""Runs that differ in nothing but numbers share one document.

Where a slider moves a leaf and the program runs again, the graph is mostly the same,
and with it the picture, the code and nearly all words. So one document stands for all
runs of a graph, and each of them is a patch: the places where something else stands.
``static/live.js`` puts it there. All cards are as large as any of the runs needs.

Next: ``live_widget``.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoviz.picture.again import again
from autoviz.picture.frame import frame
from autoviz.picture.view import Run, View, run, together
from autoviz.player.document import document
from autoviz.player.plan import Plan
from autoviz.player.stops import stops
from autoviz.records import Trace
from autoviz.records.grains import about

__all__ = ["Album", "Slider", "live_document", "pages", "patch", "sliders_json"]

Json = dict[str, Any]
Change = list[Any]
"""``[path, value]``, or ``[path]`` for what is not there any more."""

KEPT = 24
"""So many runs of a graph are remembered for the sizes of its cards."""

FIXED = ("cards", "code", "findings", "legend", "phases", "stops", "tall", "title")
"""What the player builds once: where it differs, it is another document."""


@dataclass(frozen=True, slots=True)
class Slider:
    """A leaf by name, and its positions."""

    name: str
    values: tuple[float, ...]

    @property
    def start(self) -> int:
        """Three quarters up: at 0, in the middle, there is often little to see."""
        return 3 * (len(self.values) - 1) // 4


def sliders_json(sliders: Iterable[Slider]) -> list[Json]:
    """As the player gets them."""
    return [
        {
            "name": each.name,
            "values": each.values,
            "texts": [f"{value:g}" for value in each.values],
        }
        for each in sliders
    ]


def pages(
    traces: Sequence[Trace | None], title: str
) -> tuple[list[Json], list[Json | None]]:
    """The documents, and for each trace the ``picture`` and ``patch`` it is."""
    kinds: dict[Hashable, list[int]] = defaultdict(list)
    for at, trace in enumerate(traces):
        if trace is not None:
            kinds[_kind(trace)].append(at)
    pictures: list[Json] = []
    found: list[Json | None] = [None] * len(traces)
    for places in kinds.values():
        views = together([run(each) for at in places if (each := traces[at])])
        first = len(pictures)
        for at, view in zip(places, views, strict=True):
            made = live_document(view, title)
            others = range(first, len(pictures))
            same = (i for i in others if _is_alike(pictures[i], made))
            picture = next(same, len(pictures))
            if picture == len(pictures):
                pictures.append(made)
            found[at] = {"picture": picture, "patch": patch(pictures[picture], made)}
    return pictures, found


class Album:
    """One run at a time, as a patch of the document that its graph has already."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._kept: dict[Hashable, deque[Run]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._drawn: dict[Hashable, tuple[View, Json]] = {}

    def expect(self, trace: Trace) -> None:
        """Numbers like these will come: there is to be room for them."""
        self._kept[_kind(trace)].append(run(trace))

    def add(self, trace: Trace) -> tuple[Json, list[Change]]:
        """The document of a run, and the patch to it."""
        kind, new = _kind(trace), run(trace)
        like, known = self._drawn.get(kind, (None, {}))
        view = None if like is None else again(new, like)
        if like is None or view is None:
            self._kept[kind].append(new)
            view = together(self._kept[kind])[-1]
            made = live_document(view, self._title)
        else:
            same = _matrices(like) == _matrices(view)
            made = live_document(view, self._title, known["svg"] if same else None)
            if same and _is_alike(known, made):
                return known, patch(known, made)
        self._drawn[kind] = view, made
        return made, []


def live_document(view: View, title: str, svg: str | None = None) -> Json:
    """A document with ``start``, all classes and texts at step 0.

    A patch changes these, and not the picture, which ``svg`` is if it is drawn
    already. Nothing is asked.
    """
    made = document(view, title, Plan({}, tuple(stops(view.trace))), svg)
    first = frame(view, 0)
    cells = {id: text for row in made["twin"]["rows"] for id, text in row if id}
    return made | {"start": {"class": first.classes, "text": first.texts | cells}}


def patch(old: Json, new: Json) -> list[Change]:
    """What to change in one document so that it is the other; never the picture.

    >>> patch({"a": [1, 2], "b": 3}, {"a": [1, 5], "c": 4})
    [[['a', 1], 5], [['b']], [['c'], 4]]
    """
    found: list[Change] = []
    _compare(old | {"svg": ""}, new | {"svg": ""}, [], found)
    return found


def _compare(old: Any, new: Any, path: list[Any], found: list[Change]) -> None:
    """Add what makes the one into the other; they are not the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            here = [*path, key]
            if key not in new:
                found.append([here])
            elif key not in old:
                found.append([here, new[key]])
            elif old[key] != new[key]:
                _compare(old[key], new[key], here, found)
    elif _are_lists(old, new) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            if one != other:
                _compare(one, other, [*path, at], found)
    else:
        found.append([path, new])


def _are_lists(*values: Any) -> bool:
    return all(isinstance(each, (list, tuple)) for each in values)


def _is_alike(one: Json, other: Json) -> bool:
    """Whether they differ only in what a patch can change."""
    ids = [
        [set(each["start"][kind]) for kind in ("class", "text")]
        for each in (one, other)
    ]
    return ids[0] == ids[1] and all(one[key] == other[key] for key in FIXED)


def _matrices(view: View) -> list[Any]:
    """They are drawn, not written: a patch cannot change them."""
    return [
        (each.values, each.gradients, each.grads)
        for each in view.cards
        if not each.scalar
    ]


def _kind(trace: Trace) -> Hashable:
    """The same for runs that differ only in numbers."""
    nodes = [replace(each, value=None, grad=None) for each in trace.graph.nodes]
    steps = [(type(each), about(each)) for each in trace.steps]
    return tuple(nodes), trace.graph.scopes, tuple(steps), tuple(trace.notes)
