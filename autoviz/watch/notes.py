"""What was written down, read at the end: drafts and notes become a ``Trace``.

While a program runs, a node is a draft and a step is a note: kind and fields, and the
position of an instruction. Here numbers that were put off are settled, the learner's
text is looked up, and names are found.

Next: ``numpy_side``, which observes the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from autoviz.records import (
    Graph,
    GraphNode,
    Input,
    Saved,
    Scope,
    Source,
    Step,
    Trace,
    Value,
)
from autoviz.records.graph import Kind
from autoviz.watch.binding import binding
from autoviz.watch.capture import Later, settled
from autoviz.watch.operands import CONSTANT, operand_names
from autoviz.watch.source import Position, function_lines, lines, resolve, short_file

__all__ = ["Draft", "Note", "Place", "Unwritten", "argument_text", "read"]


class Unwritten(Protocol):
    """What was noted of a node, in a hurry."""

    def write(self, draft: Draft) -> None:
        """Write it into the node's draft."""


@dataclass(slots=True)
class Draft:
    """A node being written; what may change until the end, and what is put off.

    What was given has the shape and dtype of its value.
    """

    id: int
    kind: Kind
    op: str | None
    grad_fn: str | None
    shape: tuple[int, ...]
    dtype: str
    position: Position | None
    scope: int | None
    inputs: Sequence[Input] = ()
    arguments: Mapping[str, object] = field(default_factory=dict)
    saved: Sequence[Saved] = ()
    symbol: str = ""
    value: Value | Later | None = None
    grad: Value | Later | None = None
    freed: bool = False
    results: Sequence[int | None] = ()
    grad_of: int | None = None
    view_of: int | None = None
    memory: int | None = None
    version: int = 0
    names: list[str] = field(default_factory=list)
    at_callers: Sequence[str] = ()
    part: int | None = None  # of several results of one call
    unwritten: Unwritten | None = None

    def written(self) -> Draft:
        """Itself, with what was put off."""
        if self.unwritten is not None:
            noted, self.unwritten = self.unwritten, None
            noted.write(self)
        return self


Note = tuple[type[Step], Mapping[str, Any], Position | None]
"""A step: its kind, its fields, and where it was written."""

Place = list[Note]
"""A part of the story."""


def read(
    drafts: Sequence[Draft],
    story: Iterable[Note],
    scopes: Sequence[Scope],
    blocks: Mapping[str, tuple[int, int]] | None,
) -> Trace:
    """The trace; ``blocks`` are the lines of files that are shown whole.

    Without ``blocks`` it has no text of the learner's, only where it stands.
    """
    found, values = _Sources(has_text=blocks is not None), _Values()
    for draft in drafts:
        draft.written()
    names = _Names(drafts)
    nodes = tuple(_finished(draft, names.of(draft), found, values) for draft in drafts)
    steps = tuple(
        kind(**values.settled(names.seen(fields)), source=found[position])
        for kind, fields, position in story
    )
    text = {} if blocks is None else found.text(blocks)
    return Trace(Graph(nodes, tuple(scopes)), steps, text)


def argument_text(argument: object) -> str:
    """A shape is a tuple, whatever the library calls it."""
    return str(tuple(argument) if isinstance(argument, tuple) else argument)


def _finished(
    draft: Draft, names: Sequence[str], found: _Sources, values: _Values
) -> GraphNode:
    value = values.of(draft.value)
    return GraphNode(
        id=draft.id,
        kind=draft.kind,
        op=draft.op,
        grad_fn=draft.grad_fn,
        shape=draft.shape if draft.dtype else value.shape,
        dtype=draft.dtype or value.dtype,
        inputs=tuple(draft.inputs),
        arguments=tuple(
            (name, argument_text(each)) for name, each in draft.arguments.items()
        ),
        saved=tuple(_owned(each, draft.id) for each in draft.saved),
        symbol=draft.symbol,
        names=tuple(names),
        source=found[draft.position],
        value=value,
        grad=values.of(draft.grad),
        freed=draft.freed,
        scope=draft.scope,
        results=tuple(draft.results),
        view_of=draft.view_of,
        memory=draft.memory,
        version=draft.version,
    )


class _Names:
    """What nodes are called: as they were stored, then what was found otherwise."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts = drafts
        self._taken = _inner(drafts)
        self._inner = self._taken - {each.id for each in drafts if each.names}
        self._used = self._where_used()

    def of(self, draft: Draft) -> list[str]:
        """Its names, the first one first."""
        names = list(draft.names)
        if draft.id not in self._taken:
            bound = dict.fromkeys((*_bound(draft), *draft.at_callers))
            names[:0] = [each for each in bound if each not in names]
        if draft.grad_of is not None:
            owner = self.of(self._drafts[draft.grad_of])
            names = [*(f"{each}.grad" for each in owner[:1]), *names]
        return names or self._used.get(draft.id, [])

    def seen(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields of a step; of what ``shared`` memory only what somebody had."""
        if not fields.get("shared"):
            return fields
        had = [each for each in fields["shared"] if each[0] not in self._inner]
        return {**fields, "shared": tuple(had)}

    def _where_used(self) -> dict[int, list[str]]:
        """From which variable an operation of its own took a node first."""
        found: dict[int, list[str]] = {}
        for draft in self._drafts:
            given = [each.node for each in draft.inputs]
            is_part = draft.id in self._inner or not self._inner.isdisjoint(given)
            if draft.position is None or is_part:
                continue
            names = operand_names(draft.position, draft.op or "")
            if CONSTANT in names:
                given = [each for each in given if each is not None]
                names = tuple(each for each in names if each != CONSTANT)
            for node, name in zip(given, names, strict=False):
                if node is not None and name and len(given) == len(names):
                    found.setdefault(node, [name])
        return found


def _bound(draft: Draft) -> Sequence[str]:
    if draft.position is None or draft.results:
        return ()
    path = () if draft.part is None else (draft.part,)
    return binding(draft.position, path).names


def _runs(drafts: Sequence[Draft]) -> list[int | None]:
    """Of each the number of its run: one operation after another at one position.

    Tensors that are met on the way were made somewhere else.
    """
    runs: list[int | None] = []
    run, before = 0, None
    for draft in drafts:
        run += draft.position not in (None, before)
        runs.append(run if draft.position else None)
        before = draft.position or before
    return runs


def _inner(drafts: Sequence[Draft]) -> set[int | None]:
    """One expression, several operations (``1/x``): what the others took.

    Or one expression again and again (``h = h*2``): then variables had it.
    """
    runs = _runs(drafts)
    return {
        each.node
        for draft in drafts
        if draft.op != "output" and draft.position
        for each in draft.inputs
        if each.node is not None and runs[each.node] == runs[draft.id]
    }


_RESULT = ("result", "inverse", "L")
"""What a result is saved as: PyTorch has names of its own for a few."""


def _owned(saved: Saved, node: int) -> Saved:
    """A saved result is the node's own."""
    return replace(saved, node=node) if saved.name in _RESULT else saved


class _Values:
    """Values whose summaries were put off, each settled once."""

    def __init__(self) -> None:
        self._known: dict[int, Value] = {}

    def settled(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields of a step, those that were put off among them."""
        return {name: self.of(each) for name, each in fields.items()}

    def of(self, value: Any) -> Any:
        """A value with its summary, also among others; anything else as it is."""
        if type(value) is tuple:
            return tuple(map(self.of, value))
        if isinstance(value, Later):
            if id(value) not in self._known:
                self._known[id(value)] = value.value()
            return self._known[id(value)]
        if type(value) is not Value or value.summary is None:
            return value
        if id(value) not in self._known:
            self._known[id(value)] = settled(value)
        return self._known[id(value)]


class _Sources:
    """Positions looked up once, and which lines of which files they touch."""

    def __init__(self, *, has_text: bool) -> None:
        self._has_text = has_text
        self._known: dict[Position, Source | None] = {}

    def __getitem__(self, position: Position | None) -> Source | None:
        if position is None:
            return None
        if position not in self._known:
            source = resolve(position)
            if source is not None and not self._has_text:
                source = replace(source, expression="")
            self._known[position] = source
        return self._known[position]

    def text(self, blocks: Mapping[str, tuple[int, int]]) -> dict[str, dict[int, str]]:
        """The blocks, and every function outside of them that something ran in."""
        spans = {name: [span] for name, span in blocks.items()}
        for (code, _), source in self._known.items():
            name, known = code.co_filename, spans.setdefault(code.co_filename, [])
            line = source.line if source else None
            if line and not any(first <= line <= last for first, last in known):
                whole = function_lines(code)
                known.append(whole if code.co_name != "<module>" else (line, line))
        shown = {}
        for name, each in spans.items():
            text: dict[int, str] = {}
            for first, last in sorted(each):
                text |= lines(name, first, last)
            if text:
                shown[short_file(name)] = text
        return shown
