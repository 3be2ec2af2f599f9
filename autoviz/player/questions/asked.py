"""What a question is: its words, its answer, and what is behind wrong answers.

Next: ``number``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Literal

from autoviz.picture.label import name
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.words import Spans
from autoviz.player.questions.waiting import Queue
from autoviz.records import Accumulate, Snapshot, Step, Trace
from autoviz.records.passes import Pass

__all__ = [
    "Asked",
    "CannotAskError",
    "Choice",
    "Kind",
    "Moment",
    "Slip",
    "chosen",
    "different",
    "is_close",
]

Kind = Literal["number", "next", "grad", "shape", "fine"]


class CannotAskError(Exception):
    """Why this kind of question has no answer at this step."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer and the misconception behind it.

    ``says`` is one sentence on what was missed, ``replay`` are the steps that show it.
    """

    answer: float | str
    misconception: str
    says: Spans
    replay: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose; of a node also which, so that its card can be clicked."""

    text: str
    right: bool
    slip: Slip | None = None
    node: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one step, asked before that step is shown.

    ``answer`` is a number to type, or the text of the right choice; ``shown`` how it
    is told. ``slips`` are wrong numbers, ``note`` is said once it is answered, and
    ``replay`` are the steps that show how the answer comes about. ``before`` is the
    step before which it is asked.
    """

    kind: Kind
    before: int
    prompt: Spans
    answer: float | str
    shown: str
    choices: tuple[Choice, ...] = ()
    slips: tuple[Slip, ...] = ()
    note: Spans = ()
    replay: tuple[int, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A step of a run, and the tensor that is asked about, where it is about one."""

    trace: Trace
    snapshot: Snapshot
    node: int | None
    runs: tuple[Pass, ...]
    queues: dict[int, Queue] = field(default_factory=dict)
    """Those that were made already, by seed, for all moments of a run."""

    @property
    def k(self) -> int:
        """The number of the step."""
        return self.snapshot.k

    @property
    def step(self) -> Step | None:
        """The step itself."""
        return self.snapshot.step

    def called(self, node: int) -> str:
        """What a node is called."""
        return name(self.trace.graph, node)

    @property
    def run(self) -> Pass | None:
        """The ``backward()`` this step belongs to, or the last one before it."""
        earlier = (each for each in reversed(self.runs) if each.seed <= self.k)
        return next(earlier, None)

    @property
    def queue(self) -> Queue | None:
        """Who waits in that ``backward()``."""
        run = self.run
        if run is None:
            return None
        if run.seed not in self.queues:
            self.queues[run.seed] = Queue(self.trace.graph, run)
        return self.queues[run.seed]

    @property
    def before(self) -> int:
        """The step before which to ask: later the answer can be read off the picture.

        A sum that goes into an empty ``.grad`` is shown as soon as its last part comes.
        """
        step, run = self.step, self.run
        if not isinstance(step, Accumulate) or step.node != self.node:
            return self.k
        if step.before is not None or run is None:
            return self.k
        return max((each.step for each in run.parts.get(step.node, ())), default=self.k)

    @cached_property
    def moved(self) -> tuple[Flow, ...]:
        """What this step sends along each of its edges."""
        return flows(self.snapshot)

    def made(self, nodes: Iterable[int]) -> tuple[int, ...]:
        """The forward steps of some nodes."""
        found = (self.snapshot.history.made_in(each) for each in set(nodes))
        return tuple(sorted(k for k in found if k is not None))


def is_close(given: float, truth: float) -> bool:
    """Whether a typed number counts as right; ``answer.js`` has the same rule."""
    return abs(given - truth) <= max(0.005, 0.01 * abs(truth))


def different(slips: Iterable[Slip], truth: float) -> tuple[Slip, ...]:
    """The slips that give another number than the truth, and than each other."""
    found: list[Slip] = []
    for each in slips:
        number = float(each.answer)
        others = (truth, *(float(other.answer) for other in found))
        if isfinite(number) and not any(is_close(number, other) for other in others):
            found.append(each)
    return tuple(found)


def chosen(
    kind: Kind,
    before: int,
    prompt: Spans,
    answer: str,
    slips: Sequence[Slip],
    note: Spans = (),
    replay: tuple[int, ...] = (),
) -> Asked:
    """A question with choices: the answer and the slips, in the order of their texts.

    Raises:
        CannotAskError: there is nothing else to choose.
    """
    by_text = {str(slip.answer): slip for slip in reversed(slips)}
    by_text.pop(answer, None)
    if not by_text:
        raise CannotAskError(f"the only answer there is {answer}")
    choices = [Choice(answer, True), *(Choice(e, False, by_text[e]) for e in by_text)]
    ordered = tuple(sorted(choices, key=lambda each: (len(each.text), each.text)))
    return Asked(kind, before, prompt, answer, answer, ordered, (), note, replay)
