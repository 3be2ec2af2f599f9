"""Small programs to ask about, and the question of a step."""

from __future__ import annotations

from collections.abc import Callable

import autoviz as av
from autoviz.picture.words import plain
from autoviz.player.questions.asked import Asked, Kind
from autoviz.player.questions.automatic import ask
from autoviz.records import Trace, fold

__all__ = ["asked", "leaf", "misconceptions", "prompt", "ran", "says"]


def leaf(number: object) -> av.Tensor:
    return av.tensor(number, requires_grad=True)


def ran(program: Callable[[], object]) -> Trace:
    """What a program did; an error of its own is part of it."""
    try:
        with av.record() as rec:
            program()
    except RuntimeError:
        pass
    return rec.trace


def asked(trace: Trace, k: int, kind: Kind, node: int | None = None) -> Asked:
    return ask(trace, fold(trace, k), kind, node)


def prompt(question: Asked) -> str:
    return plain(question.prompt)


def misconceptions(question: Asked) -> dict[float | str, str]:
    """By wrong answer, typed or chosen."""
    chosen = [each.slip for each in question.choices if each.slip is not None]
    return {each.answer: each.misconception for each in (*question.slips, *chosen)}


def says(question: Asked, answer: float | str) -> str:
    """What is told to somebody who gives that wrong answer."""
    chosen = [each.slip for each in question.choices if each.slip is not None]
    (found,) = [e for e in (*question.slips, *chosen) if e.answer == answer]
    return plain(found.says)
