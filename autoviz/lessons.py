"""A lesson: a recording with a teacher's stops, questions and notes.

::

    av.lesson(rec, questions=[av.Question("x.grad", "number")])

The answer is not typed by hand: it is what the run says, and so are the wrong answers
that have a name. ``player.questions`` has them; the player gets a ``player.plan``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from autoviz.errors import LessonError, RecordingError, StepError
from autoviz.picture.asked import asked as node_of
from autoviz.picture.notation.numbers import short
from autoviz.player.document import document
from autoviz.player.output import output_html
from autoviz.player.page import page_html
from autoviz.player.plan import Plan
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Choice,
    Kind,
    is_close,
)
from autoviz.player.questions.automatic import ask, automatic, engine
from autoviz.player.stops import stops as default_stops
from autoviz.recording import At, Recording
from autoviz.saving import save_page

if TYPE_CHECKING:
    from autoviz.player.widget import PlayerWidget

__all__ = ["At", "Lesson", "Question", "lesson"]


@dataclass(frozen=True)
class Question:
    """What is asked before a step is shown.

    A sum that comes to a leaf is asked for before the step that completes it, since
    the picture shows it from there on.

    Args:
        at: the step. By name it is the step that runs backward, if there is one.
        kind: ``"number"``, ``"next"`` (which node runs next), ``"grad"`` (None, 0 or
            a number), ``"shape"``, ``"fine"`` (an error, or fine).
        answer: in place of what the run says.
        choices: in place of the wrong answers that are worked out. Of ``"number"``
            this makes a choice of what else is typed.
        why: said once it is answered.
    """

    at: At
    kind: Kind
    answer: object = None
    choices: Sequence[object] | None = None
    why: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A recording and what a teacher adds to it; shows itself as the player.

    ``stops`` are numbers of steps, ``notes`` texts by step. With ``engine`` the
    learner picks each node that runs backward.
    """

    recording: Recording
    stops: tuple[int, ...] = ()
    questions: tuple[Question, ...] | Literal["auto"] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    engine: bool = False

    def __repr__(self) -> str:
        asked = len(self._asked)
        counted = f"{asked} question{'' if asked == 1 else 's'}"
        return f"<Lesson: {self.recording.title}, {counted}>"

    def _repr_html_(self) -> str:
        return output_html(self._document, self.recording[-1].svg)

    def page(self) -> str:
        """The player as one HTML page that asks no host for anything."""
        still = self.recording[-1].svg
        return page_html(self._document, still, self.recording.title)

    def save(self, path: str | Path) -> Path:
        """Write the page; say where.

        Raises:
            SaveError: the path does not end in ``.html``, or cannot be written to.
        """
        return save_page(path, "a lesson", self.page)

    def widget(self, **shown: Any) -> PlayerWidget:
        """The player as a live widget: its ``answers`` are what the learner said."""
        from autoviz.player.widget import PlayerWidget

        return PlayerWidget(self._document, **{"predict": True} | shown)

    @cached_property
    def _asked(self) -> dict[int, Asked]:
        """The questions by step, each with its answer."""
        trace, snapshots = self.recording.trace, self.recording._view.snapshots
        found = engine(trace, snapshots) if self.engine else {}
        if self.questions == "auto":
            return found | automatic(trace, snapshots)
        taken: dict[int, Question] = {}
        for each in self.questions:
            asked = _answered(self.recording, each)
            if asked.before in taken:
                at = f"{taken[asked.before].at!r} and {each.at!r}"
                raise LessonError(
                    f"{at} are both asked before step {asked.before}: leave out one"
                )
            taken[asked.before], found[asked.before] = each, asked
        return dict(sorted(found.items()))

    @cached_property
    def _document(self) -> dict[str, Any]:
        view = self.recording._view
        stops = self.stops or tuple(default_stops(view.trace))
        asks = bool(self._asked)
        plan = Plan(self._asked, stops, self.notes, asks, self.engine)
        return document(view, self.recording.title, plan)


def lesson(
    rec: Recording,
    stops: Iterable[At] = (),
    questions: Iterable[Question] | Literal["auto"] = (),
    notes: Mapping[At, str] | Iterable[tuple[At, str]] = (),
    *,
    engine: bool = False,
) -> Lesson:
    """A lesson on a recording: where to stop, what to ask, what to say.

    Args:
        rec: the recording.
        stops: steps to stop at, in place of the usual ones.
        questions: those to ask, or ``"auto"``.
        notes: a text for a step, shown below its sentence.
        engine: the learner picks each node that runs backward.

    Raises:
        LessonError: a question has no answer at its step.
        RecordingError, StepError: there is no such name, no such step.
    """
    pairs = notes.items() if isinstance(notes, Mapping) else notes
    made = Lesson(
        rec,
        tuple(sorted({rec._step(at) for at in stops})),
        questions if isinstance(questions, str) else tuple(questions),
        {rec._step(at): text for at, text in pairs},
        engine,
    )
    _ = made._asked  # a mistake is told here, not when it is shown
    return made


def _answered(rec: Recording, question: Question) -> Asked:
    """A question with its answer."""
    if question.kind not in get_args(Kind):
        kinds = ", ".join(map(repr, get_args(Kind)))
        raise LessonError(f"there is no kind {question.kind!r}: there are {kinds}")
    k, node = _place(rec, question)
    try:
        asked = ask(rec.trace, rec._view.snapshots[k], question.kind, node)
    except CannotAskError as error:
        raise LessonError(
            f"{question.kind!r} cannot be asked at step {k}: {error}"
        ) from None
    return _changed(k, question, asked)


def _place(rec: Recording, question: Question) -> tuple[int, int | None]:
    """The step, and the tensor if it is asked about by name."""
    at, trace = question.at, rec.trace
    if not isinstance(at, str):
        return rec._step(at), None
    try:
        node = node_of(trace.graph, at)
    except RecordingError:
        return rec.find(at), None  # a line of code
    if at.endswith(".grad") or question.kind == "fine":
        phases: tuple[str | None, ...] = (None,)
    else:
        phases = ("backward", None)
    for phase in phases:
        try:
            return rec.find(at, phase=phase), node
        except StepError:
            continue
    if question.kind == "grad":
        return len(trace.steps), node
    raise LessonError(f"no step is about {at!r}: ask at the number of a step")


def _changed(k: int, question: Question, asked: Asked) -> Asked:
    """With what the teacher wants otherwise."""
    if question.why is not None:
        asked = replace(asked, note=(("", question.why),))
    if question.answer is not None:
        asked = _with_answer(k, question.answer, asked)
    if question.choices is not None:
        asked = _with_choices(k, question.choices, asked)
    return asked


def _with_answer(k: int, answer: object, asked: Asked) -> Asked:
    if isinstance(asked.answer, str):
        text = str(answer)
        if text not in [each.text for each in asked.choices]:
            asked = replace(asked, choices=(*asked.choices, Choice(text, True)))
        choices = tuple(_marked(each, each.text == text) for each in asked.choices)
        return replace(asked, answer=text, shown=text, choices=choices)
    if not isinstance(answer, int | float):
        raise LessonError(f"the answer at step {k} is a number, not {answer!r}")
    slips = tuple(e for e in asked.slips if not is_close(float(e.answer), answer))
    return replace(asked, answer=float(answer), shown=short(answer), slips=slips)


def _marked(choice: Choice, right: bool) -> Choice:
    return replace(choice, right=right, slip=None if right else choice.slip)


def _with_choices(k: int, choices: Sequence[object], asked: Asked) -> Asked:
    """Those texts or numbers; a slip of the same answer says what is behind it."""
    known = {each.text: each for each in asked.choices}
    known |= {short(float(e.answer)): Choice("", False, e) for e in asked.slips}
    texts = [_text(each) for each in choices]
    if asked.shown not in texts:
        raise LessonError(
            f"the choices at step {k} leave out the answer, {asked.shown}"
        )
    made = [
        replace(known[text], text=text)
        if text in known
        else Choice(text, text == asked.shown)
        for text in dict.fromkeys(texts)
    ]
    return replace(asked, answer=asked.shown, choices=tuple(made), slips=())


def _text(choice: object) -> str:
    is_number = isinstance(choice, int | float) and not isinstance(choice, bool)
    return short(choice) if is_number else str(choice)  # type: ignore[arg-type]
