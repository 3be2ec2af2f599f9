"""What to try: our own word, below PyTorch's.

PyTorch's sentence is what a learner will search for, so it stays as it is. What we have
to add is a *note* of the exception: Python prints it under the message, and
``str(error)`` does not have it.

>>> error = hinted(RuntimeError("what PyTorch says"), "vector", "loss")
>>> str(error)
'what PyTorch says'
>>> error.__notes__[0].splitlines()[0]
'hint: backward() starts at one number. Make one, as in loss.sum().backward(),'
"""

from __future__ import annotations

from typing import Any, TypeVar

__all__ = ["HINTS", "hinted", "missing"]

SomeError = TypeVar("SomeError", bound=Exception)

HINTS = {
    "freed": (
        "an earlier backward() has used up what was kept for it. To go back from\n"
        "several results, add them up and call backward() once; to go back from one\n"
        "result twice, pass retain_graph=True the first time."
    ),
    "integers": (
        "a gradient says what a small nudge does, and whole numbers cannot be\n"
        "nudged. Write 1.0 instead of 1, or pass dtype=float32."
    ),
    "leaf": (
        "{name} is a leaf: it has no history that could take the write in. To change\n"
        "it by hand, as an optimizer does, write inside of `with no_grad():`."
    ),
    "matrices": (
        "of (n x k) and (k x m) the inner lengths have to be equal. Perhaps one of\n"
        "the two is to be turned over first: .T"
    ),
    "no graph": (
        "{name} was computed from nothing that requires grad, or the way back is cut:\n"
        "by no_grad(), detach(), item(), numpy(), or an operation on whole numbers\n"
        "(argmax, a comparison, .long())."
    ),
    "overwritten": (
        "{name} was kept for backward, and then written to. Make a new tensor in\n"
        "place of the write (y = y + 1 for y += 1), or write to a copy: .clone()."
    ),
    "shapes": (
        "lengths are compared from the last dimension on; they have to be equal, or\n"
        "one of them 1."
    ),
    "truth": "ask for all elements together: with .all(), .any(), or for one of them.",
    "vector": (
        "backward() starts at one number. Make one, as in {name}.sum().backward(),\n"
        "or say how much each element counts: {name}.backward(weights)."
    ),
}
"""What to try, by what went wrong."""


def hinted(error: SomeError, topic: str, about: Any = None) -> SomeError:
    """The error with our hint as a note, about a tensor or what it is called."""
    name = about if isinstance(about, str) else getattr(about, "name", None)
    error.add_note("hint: " + HINTS[topic].format(name=name or "the tensor"))
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
