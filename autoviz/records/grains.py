"""A run at three grains: its phases, its steps, and the small steps in each.

``k`` always counts steps. A phase is a stretch of them, from ``first`` to ``last``;
the small steps of one are in ``micro``.

Next: ``micro``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from autoviz.records.steps import (
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
    Trace,
    Update,
)

__all__ = ["OFF", "Phase", "PhaseKind", "about", "kinds", "phases"]

PhaseKind = Literal["forward", "untracked", "backward", "update", "failure"]

OFF = ("no_grad", "inference_mode", "set_grad_enabled(False)")
"""Modes in which autograd records nothing."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps ``first`` to ``last``, which do the same kind of thing."""

    kind: PhaseKind
    first: int
    last: int


def phases(trace: Trace) -> tuple[Phase, ...]:
    """The phases of a run, in order; every step is in one."""
    found: list[Phase] = []
    for kind, group in groupby(enumerate(kinds(trace), 1), key=lambda each: each[1]):
        ks = [k for k, _ in group]
        found.append(Phase(kind, ks[0], ks[-1]))
    return tuple(found)


def kinds(trace: Trace) -> Iterator[PhaseKind]:
    """What each step does; a step that does nothing goes with those before it."""
    kind: PhaseKind = "forward"
    for step in trace.steps:
        kind = _kind(step) or kind
        yield kind


def _kind(step: Step) -> PhaseKind | None:
    match step:
        case Forward(tracked=True):
            return "forward"
        case Forward():
            return "untracked"
        case Mode(name, entered):
            return "untracked" if entered and name in OFF else None
        case Cut() | Skipped():
            return None
        case Seed() | Backward() | Hook() | Accumulate():
            return "backward"
        case GradSet() | Update():
            return "update"
        case Failure():
            return "failure"


def about(step: Step | None) -> int | None:
    """The one node a step is about; a change of mode is about none."""
    return None if step is None or isinstance(step, Mode | Skipped) else step.node
