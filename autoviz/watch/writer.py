"""The verbs in which a run is written down: what there is, and what happens.

Whoever observes a run, of the numpy core or of real PyTorch, says in these verbs
what tensors there are, and gets small integers back for the nodes; in those of
``verbs`` it says what happened. ``trace`` turns the notes into a ``Trace``; only then
is the source looked up.

Next: ``notes``, which reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakMethod

from autoviz.records import Forward, Input, Saved, Scope, Trace, Value
from autoviz.records.failures import explained
from autoviz.records.graph import Kind
from autoviz.watch.binding import binding
from autoviz.watch.capture import Later
from autoviz.watch.notes import Draft, Unwritten, read
from autoviz.watch.source import Position, block_lines
from autoviz.watch.unwatched import NOWHERE, Chosen
from autoviz.watch.verbs import Shared, Verbs

__all__ = ["Writer"]


class Writer(Verbs):
    """One run being written down."""

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[Any] = []  # or the position of a blank
        self._names: dict[int, list[str]] = {}
        self._at_callers: dict[int, list[str]] = {}
        self._memory: dict[int, int] = {}
        self._view_of: dict[int, int] = {}
        self._scope_of: dict[int, int] = {}  # of blanks
        self._fill: WeakMethod[Callable[[], None]] | None = None
        self._notes: list[str] = []
        self._blocks: dict[str, tuple[int, int]] = {}
        self._with: tuple[str, int] | None = None
        self._has_text = True
        self._scopes: list[Scope] = []
        self.scope: int | None = None  # what is told belongs to it
        self.chosen: Chosen | None = None  # the scopes to be recorded, if not all

    # what there is

    def tensor(
        self,
        kind: Kind,
        value: Value | Later,
        position: Position | None = None,
        *,
        grad: Value | Later | None = None,
    ) -> int:
        """A tensor that was given: a leaf or an input, and what its ``.grad`` holds."""
        draft = self._draft(kind, None, None, (), "", position)
        draft.value, draft.grad = value, grad
        return draft.id

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
        draft = self._draft(kind, op, grad_fn, shape, dtype, position)
        draft.inputs, draft.saved = tuple(inputs), tuple(saved)
        draft.arguments, draft.symbol, draft.freed = arguments, symbol, freed
        return draft.id

    def beside(
        self, node: int, index: int, name: str, value: Value, reason: str
    ) -> int:
        """Another result of the call that made a node; no gradient ever comes to it.

        The node may have saved it, under this ``name``.
        """
        its = self._at(node).written()
        number = self.operation(
            "untracked",
            its.op or "",
            None,
            value.shape,
            value.dtype,
            inputs=[replace(each, needs_grad=False, rule=None) for each in its.inputs],
            arguments={**its.arguments, "index": index},
            symbol=f"{its.symbol}[{{index}}]",
            position=its.position,
        )
        its.part, self._at(number).part = 0, index
        its.saved = [
            replace(each, node=number) if each.name == name else each
            for each in its.saved
        ]
        self.forward(number, value, tracked=False, reason=reason)
        return number

    def noted(
        self,
        noted: Unwritten,
        shape: tuple[int, ...],
        dtype: str,
        value: Value | Later | None,
        position: Position | None,
        *,
        version: int = 0,
        shared: Shared = (),
    ) -> int:
        """A node that was made, and has run, if its value is told.

        What was noted of it is written later.
        """
        drafts = self._drafts
        number, scope = len(drafts), None if position is None else self.scope
        draft = Draft(number, "op", None, None, shape, dtype, position, scope)
        draft.unwritten = noted
        drafts.append(draft)
        if value is not None:
            told = {"node": number, "value": value, "tracked": True, "shared": shared}
            if version:
                told["version"] = version
            self._tell(Forward, position, **told)
        return number

    def leaf(self, node: int) -> None:
        """A tensor without a ``grad_fn`` requires grad, whatever it did at first."""
        self._at(node).kind = "leaf"

    def starts_as(self, node: int, value: Value) -> None:
        """What a tensor holds at the start, before any step here."""
        self._at(node).value = value

    def shares(self, node: int, other: int, *, view: bool = False) -> None:
        """A tensor has the memory of an older node: it was written there in place.

        Or it is a ``view``, and looks at the memory of that node.
        """
        self._memory[node] = self._memory.get(other, other)
        if view:
            self._view_of[node] = other

    def memory_of(self, node: int) -> int:
        """The oldest node that has the memory of this one."""
        return self._memory.get(node, node)

    def held(self, node: int, grad: Value | Later | None) -> None:
        """What its ``.grad`` held at the start."""
        self._at(node).grad = grad

    def counts(self, node: int, version: int) -> None:
        """What the version counter of its memory says at the start."""
        self._at(node).version = version

    def is_seen(self, node: int) -> bool:
        """Whether the numbers at the start are known."""
        draft = self._drafts[node]
        return isinstance(draft, Draft) and draft.value is not None

    def inputs(self, node: int) -> Sequence[Input]:
        """What a node was computed from."""
        return self._at(node).written().inputs

    def saved(self, node: int) -> Sequence[Saved]:
        """What a node keeps for its backward."""
        return self._at(node).written().saved

    def output(
        self,
        node: int,
        index: int,
        grad_fn: str | None,
        shape: tuple[int, ...],
        dtype: str,
    ) -> int:
        """One of several tensors that a node makes: a card of its own."""
        tracked = grad_fn is not None
        number = self.operation(
            "op" if tracked else "untracked",
            "output",
            grad_fn,
            shape,
            dtype,
            inputs=[Input("outputs", node, None, tracked, "1" if tracked else None)],
            arguments={"index": index},
            symbol="{0}[{index}]",
            position=self.position(node),
        )
        self._at(number).part = index
        return number

    def results(self, node: int, numbers: Iterable[int | None]) -> None:
        """Of a node that makes several tensors: their nodes, by output number."""
        draft = self._at(node)
        draft.results = tuple(numbers)
        for each in draft.results:
            if each is not None:
                self._at(each).scope = draft.scope

    def results_of(self, node: int) -> Sequence[int | None]:
        """Of a node that makes several tensors: their nodes, by output number."""
        draft = self._drafts[node]
        return draft.results if isinstance(draft, Draft) else ()

    def is_new(self, node: int) -> bool:
        """Whether a tensor was given, and nothing was computed from it yet."""
        draft = self._drafts[node]
        if not isinstance(draft, Draft) or draft.kind not in ("leaf", "input"):
            return False
        self._write_blanks()
        return not any(
            each.node == node
            for draft in self._drafts[node + 1 :]
            for each in draft.written().inputs
        )

    def name(self, node: int, name: str, *, first: bool = False) -> None:
        """The learner's name for a node; ``first`` puts it before the others."""
        names = self._names.setdefault(node, [])
        if name not in names:
            names.insert(0 if first else len(names), name)

    def names(self, node: int) -> Sequence[str]:
        """What a node is called so far."""
        position = self.position(node)
        bound = binding(position).names if position else ()
        return self._names.get(node) or bound or self._at_callers.get(node, [])

    def named_at_callers(self, node: int, names: list[str]) -> None:
        """What it is called in the code that the function returns it to."""
        self._at_callers[node] = names

    def grad_of(self, node: int, owner: int) -> None:
        """A tensor is the ``.grad`` of another one, and is called after it."""
        self._at(node).grad_of = owner

    def position(self, node: int) -> Position | None:
        """Where a node was made."""
        draft = self._drafts[node]
        return draft.position if isinstance(draft, Draft) else draft

    def enter(self, name: str, type: str, call: int) -> int:
        """A module is called; ``scope`` is that call from now on, if it is recorded."""
        number = len(self._scopes)
        if self.chosen is not None and not self.chosen.enters(name, type, number):
            return NOWHERE
        scope = Scope(number, name, type, call, self.scope)
        self._scopes.append(scope)
        self.scope = scope.id
        return scope.id

    def leave(self, scope: int) -> None:
        """The call has ended, whatever was called in it."""
        if scope == NOWHERE:
            return
        self.scope = self._scopes[scope].outer
        if self.chosen is not None:
            self.chosen.leaves(scope)

    def owned(self, node: int, scope: int) -> None:
        """A tensor that was given is a parameter of the module of this scope."""
        draft = self._at(node)
        if draft.kind in ("leaf", "input"):
            draft.scope = scope

    def note(self, sentence: str) -> None:
        """What this recording leaves out."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def block(self, filename: str, first: int, last: int) -> None:
        """The lines of a file that are shown whole, recorded from or not."""
        self._blocks[filename] = (first, last)

    def block_at(self, filename: str, line: int) -> None:
        """The lines inside the ``with`` at this line are shown whole."""
        self._with = (filename, line)

    def without_text(self) -> None:
        """The learner's lines are not part of it, only where they stand."""
        self._has_text = False

    # what is written later

    def blank(self, position: Position, value: Any) -> int:
        """A node that was made, and has run: both are written later.

        Until then its position, and the number that it came to, stand there.
        """
        number = len(self._drafts)
        self._drafts.append(position)
        steps = self._steps
        steps.append(value)
        if self.scope is not None:
            self._scope_of[number] = self.scope
        if len(steps) >= self._room:
            self._stop()
        return number

    @property
    def nodes(self) -> int:
        """How many there are so far."""
        return len(self._drafts)

    def is_at(self, node: int, position: Position) -> bool:
        """Whether a node was made by this very instruction."""
        draft = self._drafts[node]
        return draft is position or (
            type(draft) is not tuple and draft.position is position
        )

    def is_blank(self, node: int) -> bool:
        """Whether it is yet to be written."""
        return type(self._drafts[node]) is tuple

    def fill(self, node: int, shape: tuple[int, ...], dtype: str) -> Draft:
        """The draft of a node that was left blank, to be written."""
        position, scope = self.position(node), self._scope_of.pop(node, None)
        draft = Draft(node, "op", None, None, shape, dtype, position, scope)
        self._drafts[node] = draft
        return draft

    def filled_by(self, fill: Callable[[], None]) -> None:
        """Who writes what was left blank, and does so before it is read.

        It is not kept alive: it writes here, and a circle would be freed late.
        """
        self._fill = WeakMethod(fill)

    def _write_blanks(self) -> None:
        fill = None if self._fill is None else self._fill()
        if fill is not None:
            fill()

    def _at(self, node: int) -> Draft:
        if type(self._drafts[node]) is tuple:
            self._write_blanks()
        draft: Draft = self._drafts[node]
        return draft

    # reading it

    def taken(self) -> Writer:
        """All of it as another one; whoever goes on to hold this one holds nothing."""
        other, empty = Writer(), Writer()
        vars(other).update(vars(self))
        vars(self).update(vars(empty))
        return other

    def trace(self) -> Trace:
        """Everything so far, with the source looked up."""
        self._write_blanks()
        for node, names in self._names.items():
            self._drafts[node].names = names
        for node, names in self._at_callers.items():
            self._drafts[node].at_callers = names
        for node, memory in self._memory.items():
            self._drafts[node].memory = memory
        for node, looked_at in self._view_of.items():
            self._drafts[node].view_of = looked_at
        if self._with is not None:
            found = block_lines(*self._with)
            if found is not None:
                self.block(self._with[0], *found)
        blocks = self._blocks if self._has_text else None
        trace = read(self._drafts, self.story(), self._scopes, blocks)
        return explained(replace(trace, notes=tuple(self._notes)))

    def _draft(
        self,
        kind: Kind,
        op: str | None,
        grad_fn: str | None,
        shape: tuple[int, ...],
        dtype: str,
        position: Position | None,
    ) -> Draft:
        """What was made nowhere in particular was made before it was seen."""
        number, scope = len(self._drafts), None if position is None else self.scope
        draft = Draft(number, kind, op, grad_fn, shape, dtype, position, scope)
        self._drafts.append(draft)
        return draft
