"""The dozen verbs in which a run is written down.

Whoever observes a run, of the numpy core or of real PyTorch, says what happened
in these verbs, and gets small integers back for the nodes. ``trace`` turns the
notes into a ``Trace``; only then is the source looked up.

Next: ``numpy_side``, which observes the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Graph,
    GraphNode,
    Input,
    Saved,
    Seed,
    Source,
    Step,
    Trace,
    Value,
)
from autoviz.records.graph import Kind
from autoviz.watch.binding import bound_name
from autoviz.watch.capture import settled
from autoviz.watch.source import (
    Position,
    function_lines,
    lines,
    resolve,
    short_file,
)

__all__ = ["Writer"]


@dataclass
class _Draft:
    """A node being written: its record but for what is looked up at the end."""

    node: GraphNode
    position: Position | None
    names: list[str] = field(default_factory=list)


class Writer:
    """One run being written down."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._steps: list[tuple[Step, Position | None]] = []
        self._blocks: dict[str, tuple[int, int]] = {}

    def __len__(self) -> int:
        """The number of steps so far."""
        return len(self._steps)

    # what there is

    def tensor(
        self,
        kind: Kind,
        value: Value,
        position: Position | None = None,
        *,
        grad: Value | None = None,
    ) -> int:
        """A tensor that was given: a leaf or an input, and what its ``.grad`` holds."""
        node = GraphNode(
            id=len(self._drafts),
            kind=kind,
            op=None,
            grad_fn=None,
            shape=value.shape,
            dtype=value.dtype,
            value=value,
            grad=grad,
        )
        return self._add(node, position)

    def operation(
        self,
        kind: Kind,
        op: str,
        grad_fn: str | None,
        shape: tuple[int, ...],
        dtype: str,
        *,
        inputs: Iterable[Input],
        arguments: Mapping[str, object],
        saved: Iterable[Saved] = (),
        symbol: str = "",
        position: Position | None = None,
        freed: bool = False,
    ) -> int:
        """A tensor that was computed. Its numbers come with ``forward``."""
        node = GraphNode(
            id=len(self._drafts),
            kind=kind,
            op=op,
            grad_fn=grad_fn,
            shape=shape,
            dtype=dtype,
            inputs=tuple(inputs),
            arguments=tuple((name, _text(each)) for name, each in arguments.items()),
            saved=tuple(_owned(each, len(self._drafts)) for each in saved),
            symbol=symbol,
            freed=freed,
        )
        return self._add(node, position)

    def leaf(self, node: int) -> None:
        """A tensor without a ``grad_fn`` requires grad, whatever it did at first."""
        draft = self._drafts[node]
        if draft.node.kind != "leaf":
            draft.node = replace(draft.node, kind="leaf")

    def starts_as(self, node: int, value: Value) -> None:
        """What a tensor holds at the start, before any step here."""
        draft = self._drafts[node]
        draft.node = replace(draft.node, value=value)

    def is_seen(self, node: int) -> bool:
        """Whether the numbers at the start are known."""
        return self._drafts[node].node.value is not None

    def inputs(self, node: int) -> Sequence[Input]:
        """What a node was computed from."""
        return self._drafts[node].node.inputs

    def saved(self, node: int) -> Sequence[Saved]:
        """What a node keeps for its backward."""
        return self._drafts[node].node.saved

    def is_used(self, node: int) -> bool:
        """Whether anything was computed from a node."""
        return any(
            each.node == node
            for draft in self._drafts[node + 1 :]
            for each in draft.node.inputs
        )

    def name(self, node: int, name: str, *, first: bool = False) -> None:
        """The learner's name for a node; ``first`` puts it before the others."""
        names = self._drafts[node].names
        if name not in names:
            names.insert(0 if first else len(names), name)

    def names(self, node: int) -> Sequence[str]:
        """What a node is called so far."""
        draft = self._drafts[node]
        bound = bound_name(draft.position) if draft.position else None
        return draft.names or ([bound] if bound else [])

    def position(self, node: int) -> Position | None:
        """Where a node was made."""
        return self._drafts[node].position

    def block(self, filename: str, first: int, last: int) -> None:
        """The lines of a file that are shown whole, recorded from or not."""
        self._blocks[filename] = (first, last)

    # what happened

    def forward(
        self,
        node: int,
        value: Value,
        *,
        tracked: bool,
        reason: str | None = None,
        writes: int | None = None,
    ) -> None:
        """An operation ran."""
        step = Forward(node, value, tracked, reason, writes=writes)
        self._steps.append((step, self._drafts[node].position))

    def seed(self, node: int, value: Value, position: Position | None) -> None:
        """``backward()`` was called."""
        self._steps.append((Seed(node, value), position))

    def backward(
        self,
        node: int,
        arrived: Sequence[Value | None],
        sent: Sequence[Value | None],
        *,
        freed: bool,
        retained: Value | None,
        position: Position | None,
    ) -> None:
        """A node ran backward."""
        step = Backward(node, tuple(arrived), tuple(sent), freed, retained)
        self._steps.append((step, position))

    def accumulate(
        self,
        node: int,
        before: Value | None,
        arrived: Value,
        after: Value,
        position: Position | None,
    ) -> None:
        """A leaf's ``.grad`` got its sum."""
        self._steps.append((Accumulate(node, before, arrived, after), position))

    def failure(
        self,
        error: BaseException,
        *,
        node: int | None = None,
        why: str | None = None,
        position: Position | None = None,
    ) -> None:
        """The run ended here."""
        step = Failure(type(error).__name__, _message(error), node, why)
        self._steps.append((step, position))

    # reading it

    def trace(self) -> Trace:
        """Everything so far, with the source looked up."""
        found, values = _Sources(), _Values()
        nodes = tuple(self._finished(draft, found, values) for draft in self._drafts)
        steps = tuple(
            replace(step, source=found[position], **values.of(step))
            for step, position in self._steps
        )
        return Trace(Graph(nodes), steps, found.text(self._blocks))

    def _add(self, node: GraphNode, position: Position | None) -> int:
        self._drafts.append(_Draft(node, position))
        return node.id

    def _finished(self, draft: _Draft, found: _Sources, values: _Values) -> GraphNode:
        names = list(draft.names)
        bound = bound_name(draft.position) if draft.position else None
        if bound and bound not in names and not self._is_inner(draft):
            names.insert(0, bound)
        return replace(
            draft.node,
            names=tuple(names),
            source=found[draft.position],
            **values.of(draft.node),
        )

    def _is_inner(self, draft: _Draft) -> bool:
        """One expression, two operations (``1/x``): the last one has the name."""
        following = self._drafts[draft.node.id + 1 : draft.node.id + 2]
        return any(
            after.position == draft.position
            and any(each.node == draft.node.id for each in after.node.inputs)
            for after in following
        )


def _text(argument: object) -> str:
    """A shape is a tuple, whatever the library calls it."""
    return str(tuple(argument) if isinstance(argument, tuple) else argument)


def _message(error: BaseException) -> str:
    """Its text; none if making the text fails, which must not hide the error."""
    try:
        return str(error)
    except Exception:
        return ""


def _owned(saved: Saved, node: int) -> Saved:
    """A saved result is the node's own."""
    return replace(saved, node=node) if saved.name == "result" else saved


class _Values:
    """Values whose summaries were put off, each settled once."""

    def __init__(self) -> None:
        self._known: dict[int, Value] = {}

    def of(self, record: Step | GraphNode) -> dict[str, Any]:
        """The fields of a step or a node that have to be replaced."""
        found: dict[str, Any] = {}
        for name in _VALUES[type(record)]:
            each = getattr(record, name)
            now = (
                tuple(map(self._settled, each))
                if isinstance(each, tuple)
                else self._settled(each)
            )
            if now != each:
                found[name] = now
        return found

    def _settled(self, value: Value | None) -> Value | None:
        if value is None or value.summary is None:
            return value
        if id(value) not in self._known:
            self._known[id(value)] = settled(value)
        return self._known[id(value)]


_VALUES: Mapping[type, tuple[str, ...]] = {
    Forward: ("value",),
    Seed: ("value",),
    Backward: ("arrived", "sent", "retained"),
    Accumulate: ("before", "arrived", "after"),
    Failure: (),
    GraphNode: ("value", "grad"),
}


class _Sources:
    """Positions looked up once, and which lines of which files they touch."""

    def __init__(self) -> None:
        self._known: dict[Position, Source | None] = {}

    def __getitem__(self, position: Position | None) -> Source | None:
        if position is None:
            return None
        if position not in self._known:
            self._known[position] = resolve(position)
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
