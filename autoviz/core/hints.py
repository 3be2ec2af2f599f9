"""What to try: our own word, below PyTorch's.

PyTorch's sentence is what a learner will search for, so it stays as it is. What we have
to add is a *note* of the exception: Python prints it under the message, and
``str(error)`` does not have it. The words are those of ``autoviz.advice``.

>>> error = hinted(RuntimeError("what PyTorch says"), "vector", "loss")
>>> str(error)
'what PyTorch says'
>>> error.__notes__[0].splitlines()[0]
'hint: backward() starts at one number, and loss is not one number. To try: make'
"""

from __future__ import annotations

from textwrap import fill
from typing import Any, TypeVar

from autoviz.advice import ADVICE

__all__ = ["hinted", "missing"]

SomeError = TypeVar("SomeError", bound=Exception)


def hinted(error: SomeError, topic: str, about: Any = None) -> SomeError:
    """The error with our advice as a note, about a tensor or what it is called."""
    name = about if isinstance(about, str) else getattr(about, "name", None)
    advice = ADVICE[topic]
    text = f"hint: {advice.why}. To try: {'; or '.join(advice.tries)}."
    text = text.format(name=name or "the tensor", code=name or "tensor")
    error.add_note(fill(text, 80, break_long_words=False, break_on_hyphens=False))
    return error


def missing(owner: str, name: str) -> AttributeError:
    """The error for a name that is not here, but may well be PyTorch's."""
    error = AttributeError(f"{owner} has no attribute '{name}'")
    if not name.startswith("_"):
        error.add_note(
            f"hint: {name} is not in autoviz's numpy core. If PyTorch has it, record "
            "real PyTorch:\nimport torch, and run the same lines inside of "
            "`with av.record():`."
        )
    return error
