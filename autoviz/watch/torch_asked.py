"""Who asked PyTorch for what it does: the learner's line, or PyTorch itself.

A ``with torch.no_grad()`` of the learner's passes through two files of PyTorch's, and
one inside of an optimizer through others. The frames that are running tell.

Next: ``torch_story``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import FrameType
from typing import Any

import torch

from autoviz.watch.source import (
    ENTERS,
    Position,
    between,
    block,
    here,
    instructions,
    is_learners,
    resolve,
)
from autoviz.watch.variables import local_variables

__all__ = ["THEIRS", "asked", "mode_of", "surrounding"]

_TORCH = os.path.dirname(torch.__file__) + os.sep
THEIRS = (_TORCH,)
_MODES = os.path.join(_TORCH, "autograd", "grad_mode.py")
_DECORATES = os.path.join(_TORCH, "utils", "_contextlib.py")


def asked() -> tuple[Position, FrameType] | None:
    """The learner's instruction that asked for this; None if PyTorch did."""
    return None if any(True for _ in between(THEIRS)) else here()


def mode_of(enabled: bool) -> tuple[Any, str, bool, Position | None] | None:
    """Which mode of the learner's is switched now, how, and where.

    That is the mode's object, its title, and whether it is entered; None if PyTorch
    itself has switched.
    """
    mode, title, entered = None, f"set_grad_enabled({enabled})", True
    for frame in between(THEIRS):
        code = frame.f_code
        if code.co_filename == _DECORATES:
            function = local_variables(frame).get("func")
            inner = getattr(function, "__code__", None)
            if inner is not None and not is_learners(inner.co_filename):
                return None
        elif code.co_filename != _MODES:
            return None
        elif code.co_name != "clone":  # the outermost one is the learner's
            mode = local_variables(frame)["self"]
            title = type(mode).__name__
            if isinstance(mode, torch.set_grad_enabled):
                title += f"({enabled if code.co_name == '__init__' else mode.mode})"
            entered = code.co_name in ("__init__", "__enter__")
    place = here()
    return mode, title, entered, place[0] if place else None


def surrounding(name: str) -> Position | None:
    """Where a with-block with this ``name`` was entered that we are in."""
    place = here()
    frame = place[1] if place else None
    while frame is not None:
        code = frame.f_code
        if is_learners(code.co_filename):
            for at in _entries(frame):
                found = resolve((code, at))
                if found is not None and name in found.expression:
                    return code, at
        elif code.co_filename == _DECORATES:
            break  # a function that was decorated: where it is called
        frame = frame.f_back
    while frame is not None and not is_learners(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is not None:
        return frame.f_code, frame.f_lasti
    return place[0] if place else None


def _entries(frame: FrameType) -> Iterator[int]:
    """The offsets at which a frame has entered with-blocks, the last one first."""
    line = frame.f_lineno or 0
    for each in reversed(instructions(frame.f_code)):
        if each.opname in ENTERS and each.offset < frame.f_lasti:
            first, last = block((frame.f_code, each.offset))
            if first <= line <= last:
                yield each.offset
