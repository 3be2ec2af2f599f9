"""Which step a learner means: by what a tensor is called, or by a line of code.

``"x**2"`` is the step that computed it, with ``phase="backward"`` the one in which it
ran backward, rather than one that only put something there. ``"x.grad"`` is the last
step that changed it, ``"loss.backward()"`` the first of that line.
"""

from __future__ import annotations

from autoviz.errors import RecordingError, StepError
from autoviz.picture.asked import asked
from autoviz.records import Accumulate, GradSet, Hook, Seed, Step, Trace
from autoviz.records.grains import about, kinds

__all__ = ["step_of"]


def step_of(trace: Trace, anchor: str, phase: str | None = None) -> int:
    """The step that ``anchor`` means, the first one in ``phase``.

    Raises:
        RecordingError: it names nothing that is there.
        StepError: no step of that phase is about it.
    """
    steps = list(
        zip(range(1, len(trace.steps) + 1), trace.steps, kinds(trace), strict=True)
    )
    here = [(k, step) for k, step, kind in steps if phase in (None, kind)]
    by_line = [k for k, step in here if _line(step) == _tidy(anchor)]
    try:
        node = asked(trace.graph, anchor)
    except RecordingError:
        if by_line:
            return by_line[0]
        raise
    about_it = [(k, step) for k, step in here if about(step) == node]
    about_it.sort(key=lambda each: isinstance(each[1], Seed | Hook))
    if anchor.endswith(".grad"):
        about_it = [e for e in about_it if isinstance(e[1], Accumulate | GradSet)][-1:]
    if about_it:
        return about_it[0][0]
    where = f" in the phase {phase!r}" if phase else ""
    raise StepError(f"no step{where} is about {anchor!r}")


def _line(step: Step) -> str:
    return _tidy(step.source.expression) if step.source else ""


def _tidy(text: str) -> str:
    return "".join(text.split())
