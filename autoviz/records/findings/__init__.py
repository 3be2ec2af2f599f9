"""What is worth telling of a run that raised nothing: mistakes that only numbers show.

``findings(trace)`` is empty for a clean program. Each finding has a ``kind``:

- of what is in ``.grad``: ``"not emptied"``, ``"added up"``, ``"emptied unused"``,
  ``"not updated"``, ``"hook"`` (``deposits``)
- of the way back: ``"island"``, ``"cut"``, ``"not reached"``, ``"retained"``,
  ``"carried"`` (``ways``)
- of what names stand for: ``"name moved"``, ``"leaf without a name"``, ``"detach
  ignored"``, ``"writes through"``, ``"hidden write"``, ``"graph kept"`` (``names``)
- of numbers: ``"nan"``, ``"inf"``, ``"zero"``, ``"vanishing"``, ``"exploding"``
  (``numbers``)
- of shapes and losses: ``"broadcast"``, ``"softmax twice"`` (``losses``)

What leaves no trace cannot be found: ``print(y.grad)`` of a tensor that is no leaf,
``retain_grad()`` after ``backward()``, an optimizer's ``step()`` that found every
``.grad`` empty, an optimizer made from the wrong tensors, ``eval()`` taken for
``no_grad()``, a number that numpy wrote into a tensor's memory, gradients piled up on
purpose that should not be, and whatever happened before the block or after it.

Next: ``finding``.
"""

from __future__ import annotations

from autoviz.records.findings.deposits import look_at_deposits
from autoviz.records.findings.finding import Finding, Story
from autoviz.records.findings.losses import look_at_losses
from autoviz.records.findings.names import look_at_names
from autoviz.records.findings.numbers import look_at_numbers
from autoviz.records.findings.ways import look_at_ways
from autoviz.records.steps import Trace

__all__ = ["Finding", "findings"]

_LOOKS = (
    look_at_deposits,
    look_at_ways,
    look_at_names,
    look_at_numbers,
    look_at_losses,
)


def findings(trace: Trace) -> tuple[Finding, ...]:
    """Everything worth telling, in the order of the steps."""
    story = Story(trace)
    found = [each for look in _LOOKS for each in look(story)]
    return tuple(sorted(found, key=lambda each: each.step))
