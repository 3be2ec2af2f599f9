"""The variables of a learner's program, while it runs.

What a tensor is called is read from the frames that have it. To look at a frame must
leave no tensor alive that the program has dropped.

Next: ``side``.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

__all__ = ["is_shown", "local_variables", "names_in", "variable"]

_HIDDEN = re.compile(r"__\w*__|_+|_i+|_i?\d+|_[iod]h|In|Out")


def names_in(
    mapping: Mapping[str, object], wanted: Callable[[object], bool]
) -> Iterator[tuple[str, object]]:
    """Go through the learner's variables in a frame's locals or globals.

    Those whose value is ``wanted``, without Python's own names and a notebook's
    (``_``, ``_3``, ``Out``).
    """
    for name, value in list(mapping.items()):
        if wanted(value) and is_shown(name):
            yield name, value


def is_shown(name: str) -> bool:
    """Tell a learner's variable from Python's own names and a notebook's."""
    return name.isidentifier() and not _HIDDEN.fullmatch(name)


def local_variables(frame: FrameType) -> Mapping[str, object]:
    """A frame's variables, without what looking at them leaves behind.

    Before Python 3.13 a function's frame keeps the dictionary in which it shows
    them, and with it every tensor, though the function drops it.
    """
    shown = frame.f_locals
    found = dict(shown)
    of_function = bool(frame.f_code.co_flags & inspect.CO_OPTIMIZED)
    is_snapshot = of_function and isinstance(shown, dict)
    if is_snapshot and sys.getrefcount(shown) <= _FRAMES_OWN:
        shown.clear()  # nobody else has it
    return found


_FRAMES_OWN = 3
"""References to the dictionary: the frame's, a variable and an argument here."""


def variable(frame: FrameType | None, tensor: Any) -> str | None:
    """The name a frame has for a tensor."""
    if frame is None:
        return None
    for variables in (local_variables(frame), frame.f_globals):
        for name, each in list(variables.items()):
            if each is tensor and is_shown(name):
                return name
    return None
