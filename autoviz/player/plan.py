"""What a teacher adds to a recording: where to stop, what to ask, what to say.

Where nobody does, a plan is made: a few questions at telling steps, and the stops of
``stops``.

Next: ``document``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autoviz.player.questions.asked import Asked, Choice, Slip
from autoviz.player.questions.automatic import automatic
from autoviz.player.stops import stops
from autoviz.records import Snapshot, Trace

__all__ = ["Plan", "planned", "question_json"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """By step: the questions and the notes. ``stops`` are steps, in order.

    ``asks``: the learner is asked from the start. ``engine``: a wrong node may be
    followed by another pick, until it is the right one.
    """

    questions: Mapping[int, Asked]
    stops: tuple[int, ...]
    notes: Mapping[int, str] = field(default_factory=dict)
    asks: bool = False
    engine: bool = False


def planned(trace: Trace, snapshots: Sequence[Snapshot]) -> Plan:
    """The plan of a recording that nobody made one for."""
    return Plan(automatic(trace, snapshots), tuple(stops(trace)))


def question_json(asked: Asked, cards: Mapping[int, int]) -> Json:
    """A question as the player gets it; ``cards`` are the places of nodes."""
    return {
        "kind": asked.kind,
        "prompt": asked.prompt,
        "answer": asked.answer,
        "shown": asked.shown,
        "choices": [_choice(each, cards) for each in asked.choices],
        "wrong": [{"number": e.answer, **_slip(e)} for e in asked.slips],
        "note": asked.note or None,
        "replay": asked.replay,
    }


def _choice(choice: Choice, cards: Mapping[int, int]) -> Json:
    found: Json = {"text": choice.text, "right": choice.right}
    if choice.slip is not None:
        found |= _slip(choice.slip)
    if choice.node is not None and choice.node in cards:
        found["card"] = cards[choice.node]
    return found


def _slip(slip: Slip) -> Json:
    return {
        "misconception": slip.misconception,
        "says": slip.says,
        "replay": slip.replay,
    }
