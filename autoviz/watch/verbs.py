"""What happened, told in verbs: each becomes a step.

Whoever observes a run says ``forward``, ``seed``, ``backward`` … with the numbers of
nodes; what comes of it is a list of notes. Most steps are told in the order in which
they happen. For those that are told later a place is kept.

Next: ``writer``, the verbs for what there is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Literal

from autoviz.records import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Skipped,
    Step,
    Update,
    Value,
)
from autoviz.watch.capture import Later
from autoviz.watch.notes import Note, Place, argument_text
from autoviz.watch.source import Position

__all__ = ["Shared", "Verbs"]

Shared = tuple[tuple[int, Value | Later], ...]
"""Who else looks at numbers that were written, by node, and what they hold now."""


class Verbs:
    """The steps of one run being written down."""

    def __init__(self) -> None:
        self._steps: list[Any] = []  # notes, and blanks
        self._story: list[list[Any]] = [self._steps]
        self._most = self._room = sys.maxsize
        self._elsewhere = self._owed = 0  # steps of other parts of the story
        self._enough: Callable[[], None] = _nothing
        self._besides: dict[int, Shared] = {}
        self.is_full = False

    def __len__(self) -> int:
        """The number of steps so far."""
        return sum(map(len, self._story))

    def story(self) -> Iterator[Note]:
        """All steps in their order, with what each has changed besides."""
        for kind, fields, position in chain.from_iterable(self._story):
            others = self._besides.get(fields["node"]) if kind is Forward else None
            if others:
                fields = {**fields, "shared": (*fields.get("shared", ()), *others)}
            yield kind, fields, position

    # what is told later

    def reserve(self) -> Place:
        """A place for steps that are told later, before those that come next."""
        place: Place = []
        self._elsewhere += len(self._steps)
        self._steps = []
        self._story += [place, self._steps]
        self._count()
        return place

    @contextmanager
    def inside(self, place: Place) -> Iterator[None]:
        """What is told meanwhile belongs there."""
        before, self._steps, so_far = self._steps, place, len(place)
        self._room = sys.maxsize  # what has begun is told to its end
        try:
            yield
        finally:
            self._steps = before
            self._elsewhere += len(place) - so_far
            self._owed = 0
            self._count()

    def blank_step(self, what: Any) -> None:
        """A step that is written later; until then ``what`` stands there."""
        self._steps.append(what)

    def fill_steps(self, note: Callable[[Any], Note]) -> None:
        """Write the steps that were left blank: what stands there makes a note."""
        for place in self._story:
            for at, step in enumerate(place):
                if type(step) is not tuple:
                    place[at] = note(step)

    # how many there may be

    def at_most(
        self, steps: int = sys.maxsize, enough: Callable[[], None] | None = None
    ) -> None:
        """Say so, by ``enough``, when there are so many steps."""
        self._most, self._enough = steps, enough or _nothing
        self._count()

    def owes(self, steps: int) -> None:
        """So many are going to be told in the place that was reserved last."""
        self._owed = steps
        self._count()
        if len(self._steps) >= self._room:
            self._stop()

    def _count(self) -> None:
        self._room = self._most - self._elsewhere - self._owed

    def _stop(self) -> None:
        self.is_full = True
        self._enough()

    # the program

    def forward(
        self,
        node: int,
        value: Value | Later,
        *,
        tracked: bool,
        reason: str | None = None,
        writes: int | None = None,
        version: int = 0,
        shared: Shared = (),
    ) -> None:
        """An operation ran; ``version`` is what its memory counts then."""
        told = {"node": node, "value": value, "tracked": tracked, "reason": reason}
        written = {"writes": writes, "version": version, "shared": shared}
        self._tell(Forward, self.position(node), **told, **written)

    def changed_besides(self, node: int, others: Shared) -> None:
        """The operation that made a node has changed these, too: it was told."""
        self._besides[node] = others

    def cut(self, node: int, by: str, position: Position | None) -> None:
        """The numbers of a tensor left autograd: ``by`` is ``"item()"``."""
        self._tell(Cut, position, node=node, by=by)

    def mode(self, name: str, entered: bool, position: Position | None) -> None:
        """The learner's code entered ``no_grad`` or the like, or left it."""
        self._tell(Mode, position, name=name, entered=entered)

    def grad_set(
        self,
        node: int,
        before: Value | Later | None,
        value: Value | Later | None,
        by: str,
        position: Position | None,
    ) -> None:
        """A tensor's ``.grad`` was set by hand: ``by`` is ``"= None"``."""
        values = {"before": before, "value": value}
        self._tell(GradSet, position, node=node, **values, by=by)

    def seed(
        self,
        node: int,
        value: Value,
        position: Position | None,
        *,
        continues: bool = False,
        outside: bool = False,
    ) -> None:
        """``backward()`` was called; perhaps on several tensors, or elsewhere."""
        how = {"continues": continues, "outside": outside}
        self._tell(Seed, position, node=node, value=value, **how)

    def backward(
        self,
        node: int,
        arrived: Sequence[Value | None],
        sent: Sequence[Value | None],
        *,
        freed: bool,
        retained: Sequence[Value | None],
        position: Position | None,
    ) -> None:
        """A node ran backward."""
        gradients = {"arrived": tuple(arrived), "sent": tuple(sent)}
        last = {"freed": freed, "retained": tuple(retained)}
        self._tell(Backward, position, node=node, **gradients, **last)

    def hook(
        self,
        node: int,
        where: Literal["arrived", "sent"],
        before: Sequence[Value | None],
        after: Sequence[Value | None],
        name: str,
        position: Position | None,
    ) -> None:
        """A hook of the learner's changed gradients."""
        values = {"before": tuple(before), "after": tuple(after)}
        self._tell(Hook, position, node=node, where=where, **values, name=name)

    def accumulate(
        self,
        node: int,
        before: Value | None,
        arrived: Value,
        after: Value,
        position: Position | None,
    ) -> None:
        """A leaf's ``.grad`` got its sum."""
        values = {"before": before, "arrived": arrived, "after": after}
        self._tell(Accumulate, position, node=node, **values)

    def update(
        self,
        node: int,
        before: Value | None,
        after: Value,
        by: str,
        arguments: Iterable[tuple[str, object]],
        grad: Value | None,
        position: Position | None,
        *,
        version: int = 0,
        shared: Shared = (),
    ) -> None:
        """An optimizer changed a tensor."""
        told = tuple((name, argument_text(each)) for name, each in arguments)
        values = {"before": before, "after": after, "grad": grad}
        last = {"by": by, "arguments": told, "version": version, "shared": shared}
        self._tell(Update, position, node=node, **values, **last)

    def skipped(
        self,
        rounds: int,
        position: Position | None,
        **changed: tuple[Any, ...],
    ) -> None:
        """Something was not recorded; this is what it has ``changed``."""
        self._tell(Skipped, position, rounds=rounds, **changed)

    def failure(
        self,
        error: BaseException,
        *,
        node: int | None = None,
        position: Position | None = None,
    ) -> None:
        """The run ended here; why, is found out when the notes are read."""
        told = {"type": type(error).__name__, "message": _message(error)}
        self._tell(Failure, position, **told, node=node)

    def position(self, node: int) -> Position | None:
        """Where a node was made."""
        raise NotImplementedError

    def _tell(self, kind: type[Step], position: Position | None, **fields: Any) -> None:
        self._steps.append((kind, fields, position))
        if len(self._steps) >= self._room:
            self._stop()


def _nothing() -> None:
    """What is done about it if nobody has asked."""


def _message(error: BaseException) -> str:
    """Its text; none if making the text fails, which must not hide the error."""
    try:
        return str(error)
    except Exception:
        return ""
