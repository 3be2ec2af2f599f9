"""What a function's result is called where the function was called.

Of ``y = f(x)`` the operation stands in ``f``, as ``return x * w``, and the name ``y``
in the caller's code. Only of an operation whose value the function returns are the
callers looked at, while they run: which instruction each is at is all it takes.

Next: ``side``.
"""

from __future__ import annotations

from functools import cache
from inspect import CO_OPTIMIZED
from types import FrameType

from autoviz.watch.binding import Path, binding, is_by_python
from autoviz.watch.source import Position, is_learners

__all__ = ["is_in_function", "is_returned", "names_at_callers"]


def is_in_function(position: Position) -> bool:
    """Whether it is in a function: a module returns nothing."""
    return bool(position[0].co_flags & CO_OPTIMIZED)


def is_returned(position: Position) -> bool:
    """Whether a function returns what the instruction computes."""
    return is_in_function(position) and binding(position).returned is not None


def names_at_callers(
    position: Position, frame: FrameType, path: Path = (), *, outermost: int = 0
) -> list[str]:
    """What the result is called in the callers' code, the innermost first.

    ``path`` says which part of it; beyond the ``outermost`` frame, given by its
    ``id``, nobody looks.
    """
    names: list[str] = []
    returned = binding(position, path).returned
    while returned is not None and id(frame) != outermost:
        caller = _caller(frame)
        if caller is None or not is_by_python(caller):
            break
        frame = caller
        bound = binding((frame.f_code, frame.f_lasti), returned)
        names += bound.names
        returned = bound.returned
    return names


def _caller(frame: FrameType) -> FrameType | None:
    """The learner's frame that gets what this one returns, if that is certain."""
    caller = frame.f_back
    while caller is not None and not is_learners(caller.f_code.co_filename):
        if not _passes_on(caller.f_code.co_filename):
            return None
        caller = caller.f_back
    return caller


@cache
def _passes_on(filename: str) -> bool:
    """Whether the functions of a library's file return what they were returned."""
    return filename.replace("\\", "/").endswith(_PASSES_ON)


_PASSES_ON = (
    "autoviz/core/modes.py",
    "autoviz/nn/modules/calls.py",
    "autoviz/nn/modules/module.py",
    "torch/nn/modules/module.py",
    "torch/utils/_contextlib.py",
)
