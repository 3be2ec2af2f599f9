"""Error or fine: whether a step raises.

The truth is the run itself: a step is a failure or it is not, and a ``backward()`` is
one if it stopped on its way.

Next: ``automatic``.
"""

from __future__ import annotations

from autoviz.advice import topic_of
from autoviz.picture.words import Span, Spans, shorten, visible
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Moment,
    Slip,
    chosen,
)
from autoviz.records import Backward, Failure, Forward, Seed
from autoviz.records.passes import Pass
from autoviz.records.saved import turned_stale, written_to

__all__ = ["failure", "fine"]

ERROR, FINE = "an error", "fine"
_BELIEFS = {
    "freed": "freed graph thought to be fine",
    "overwritten": "every write thought to be fine",
    "no graph": "everything thought to be recorded",
    "vector": "backward() thought to start anywhere",
    "complex": "backward() thought to start anywhere",
}
_LONG = 240


def fine(moment: Moment) -> Asked:
    """Ask whether this step raises.

    Raises:
        CannotAskError: nothing runs before the first step.
    """
    if moment.step is None:
        raise CannotAskError("nothing runs there")
    failed = failure(moment)
    if failed is None:
        slip = Slip(ERROR, "thought to be forbidden", _allowed(moment), (moment.k,))
        return chosen("fine", moment.k, _prompt(moment), FINE, [slip])
    step, k = failed
    why = shorten(visible(step.why), _LONG) if step.why else step.type
    slip = Slip(FINE, _belief(step), (("", why),), (*_causes(moment, step), k))
    return chosen("fine", moment.k, _prompt(moment), ERROR, [slip], replay=(k,))


def _prompt(moment: Moment) -> Spans:
    step = moment.step
    source = None if step is None else step.source
    if source is None or not source.expression.strip():
        return (("", "The next step: an error, or fine?"),)
    line: Span = ("code", " ".join(visible(source.expression).split()))
    return ("", "Now runs "), line, ("", ". An error, or fine?")


def failure(moment: Moment) -> tuple[Failure, int] | None:
    """The failure that this step is, or that the ``backward()`` it begins runs into."""
    if isinstance(moment.step, Failure):
        return moment.step, moment.k
    run = moment.run
    if not isinstance(moment.step, Seed) or run is None or run.failure is None:
        return None
    step = moment.trace.steps[run.failure - 1]
    return (step, run.failure) if isinstance(step, Failure) else None


def _belief(step: Failure) -> str:
    line = step.source.expression if step.source else ""
    return _BELIEFS.get(topic_of(step.message, line) or "", "thought to be fine")


def _causes(moment: Moment, step: Failure) -> tuple[int, ...]:
    """Where what it saved was freed, and where the other places were made."""
    if topic_of(step.message) == "freed" and step.node is not None:
        for k in range(len(moment.trace.steps), 0, -1):
            earlier = moment.trace.steps[k - 1]
            if isinstance(earlier, Backward) and earlier.node == step.node:
                return (k,) if earlier.freed else ()
    return moment.made(step.places)


def _allowed(moment: Moment) -> Spans:
    """Why it is fine."""
    graph = moment.trace.graph
    if isinstance(moment.step, Seed) and moment.run and _is_again(moment, moment.run):
        return (("", "nothing that this backward() needs was freed before"),)
    if written_to(graph, moment.snapshot) is not None:
        stale = turned_stale(graph, moment.snapshot)
        if not stale:
            return (("", "nobody saved what is written over: no backward() needs it"),)
        saver: Span = ("code", moment.called(stale[0][0]))
        return (
            ("", "writing is fine; only a backward() through "),
            saver,
            ("", " is not"),
        )
    if isinstance(moment.step, Forward) and not moment.step.tracked:
        return (("", "it is computed as ever, and not recorded"),)
    return (("", "nothing forbids it"),)


def _is_again(moment: Moment, run: Pass) -> bool:
    """Whether nodes run that ran before."""
    earlier = [each for each in moment.runs if each.seed < run.seed]
    return any(each.ran.keys() & run.ran.keys() for each in earlier)
