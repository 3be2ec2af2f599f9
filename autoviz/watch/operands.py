"""Which variables an operation's operands were loaded from.

A tensor that no variable got when it was made may be in one where it is used: of
``row * self.w`` one operand was loaded from ``row`` and one from ``self.w``. That is
read from the instructions before the operation. Calls are left out where it is not
certain which argument comes to be which operand.

Next: ``notes``.
"""

from __future__ import annotations

import dis
from collections.abc import Sequence
from functools import lru_cache

from autoviz.watch.binding import chain, effect
from autoviz.watch.source import Position, index, instructions

__all__ = ["CONSTANT", "operand_names"]

CONSTANT = ""
"""Stands for what is written out, as a number is."""


@lru_cache(maxsize=4096)
def operand_names(position: Position, op: str) -> tuple[str | None, ...]:
    """Say where an operation's operands were loaded from; of what is computed, None.

    A method counts if it is named like the operation and has no arguments:
    ``F.relu(x)`` looks like ``x.relu(y)``.
    """
    steps = instructions(position[0])
    at = index(steps, position[1])
    if at < 0:
        return ()
    name = steps[at].opname
    if name in ("BINARY_OP", "BINARY_SUBSCR", "COMPARE_OP"):
        return _loaded(steps, at, 2)
    if name in ("UNARY_NEGATIVE", "CALL_INTRINSIC_1"):
        return _loaded(steps, at, 1)
    is_method = name == "CALL" and steps[at].arg == 0 and at > 0
    if is_method and steps[at - 1].argval == op and "." in (chain(steps, at - 1) or ""):
        return (chain(steps, at - 2),)
    return ()


def _loaded(
    steps: Sequence[dis.Instruction], at: int, count: int
) -> tuple[str | None, ...]:
    found: list[str | None] = []
    while len(found) < count and at > 0:
        at -= 1
        constant = CONSTANT if steps[at].opname == "LOAD_CONST" else None
        found.insert(0, chain(steps, at) or constant)
        missing = 1
        while missing:
            pops, pushes = effect(steps[at])
            missing += pops - pushes
            if missing and at:
                at -= 1
            elif missing:
                return ()
    return tuple(found) if len(found) == count else ()
