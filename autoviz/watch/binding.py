"""Into which variable a value goes, read from the instructions behind it.

Python has computed ``x**2 + 1``; what it does next with that value says what the
learner calls it. The value is followed over the stack until it is stored. Where
that would take guessing there is no name: a wrong one would be worse.

Next: ``writer``.
"""

from __future__ import annotations

import dis
import sys
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from autoviz.watch.source import Position, index, instructions

__all__ = ["bound_name"]


def bound_name(position: Position) -> str | None:
    """Name the variable that an instruction's value is stored in at once.

    Of ``y = x**2 + 1`` that is ``"y"`` for the sum and None for the power;
    attributes come with their owner (``"self.w"``); of ``a = b = x + 1`` the
    first name. Where it would take guessing, None. It speaks of the value of
    the instruction: when one call runs several operations (``y = sum(xs)``),
    they share a position, and only the tensor that the call returns is ``y``.

    Python is a stack machine: this follows the value until it is popped.
    """
    steps = instructions(position[0])
    at = index(steps, position[1])
    if at < 0 or not _makes_one_value(steps[at]):
        return None
    ours = [True]
    while True in ours and at + 1 < len(steps):
        at += 1
        each = steps[at]
        if each.opname == "JUMP_FORWARD":
            at = bisect_left(steps, each.argval, key=_OFFSET) - 1
        elif each.opname == "STORE_ATTR":
            _, value = _pop(ours), _pop(ours)
            if value:
                owner = _chain(steps, at - 1)
                return f"{owner}.{each.argval}" if owner else None
        elif each.opname.startswith(_STORES):
            loads = each.opname.endswith("LOAD_FAST")
            for name in _names(each)[: 1 if loads else 2]:
                if _pop(ours):
                    return name
            ours += [False] * loads
        else:
            _move(each, ours)
    return None


_OFFSET = attrgetter("offset")
_STORES = ("STORE_NAME", "STORE_FAST", "STORE_GLOBAL", "STORE_DEREF")
_LOADS = ("LOAD_NAME", "LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF", "LOAD_CLASSDEREF")


def _makes_one_value(instruction: dis.Instruction) -> bool:
    name = instruction.opname
    if name == "CALL_INTRINSIC_1":
        return instruction.argrepr == "INTRINSIC_UNARY_POSITIVE"
    makes = name.startswith(("BINARY_", "UNARY_", "COMPARE_", "CALL", "LOAD_ATTR"))
    return makes and (name == "CALL_FUNCTION_EX" or _effect(instruction)[1] == 1)


def _effect(instruction: dis.Instruction) -> tuple[int, int]:
    """How many values it pops and pushes; what is not listed ends the search."""
    number = instruction.arg or 0
    match instruction.opname:
        case "LOAD_FAST_LOAD_FAST":
            return 0, 2
        case "LOAD_GLOBAL":
            return 0, 1 + number % 2
        case "LOAD_ATTR":
            return 1, 1 + number % 2 if sys.version_info >= (3, 12) else 1
        case "LOAD_METHOD":
            return 1, 2
        case "LOAD_CONST" | "PUSH_NULL" | "LOAD_FAST_CHECK":
            return 0, 1
        case name if name in _LOADS:
            return 0, 1
        case "UNARY_NEGATIVE" | "UNARY_POSITIVE" | "UNARY_INVERT" | "CALL_INTRINSIC_1":
            return 1, 1
        case "BINARY_OP" | "BINARY_SUBSCR" | "COMPARE_OP":
            return 2, 1
        case "BINARY_SLICE":
            return 3, 1
        case "BUILD_TUPLE" | "BUILD_LIST" | "BUILD_SLICE":
            return number, 1
        case "CALL":
            return 2 + number, 1
        case "CALL_KW":
            return 3 + number, 1
        case "STORE_SUBSCR":
            return 3, 0
        case _:
            return sys.maxsize, 0


def _move(instruction: dis.Instruction, ours: list[bool]) -> None:
    """Do to the stack what the instruction does; True is where our value is."""
    number = instruction.arg or 0
    if instruction.opname not in ("COPY", "SWAP"):
        pops, pushes = _effect(instruction)
        ours[max(len(ours) - pops, 0) :] = [False] * pushes
        return
    ours[:0] = [False] * (number - len(ours))
    if instruction.opname == "COPY":
        ours.append(ours[-number])
    else:
        ours[-number], ours[-1] = ours[-1], ours[-number]


def _pop(ours: list[bool]) -> bool:
    return ours.pop() if ours else False


def _names(instruction: dis.Instruction) -> tuple[str, ...]:
    """Return its variables: Python 3.13 loads or stores two at once."""
    names = instruction.argval
    return names if isinstance(names, tuple) else (names,)


def _chain(instructions: Sequence[dis.Instruction], at: int) -> str | None:
    """Return what the instructions up to this one load, if it is ``a.b.c``."""
    each = instructions[at]
    if each.opname == "LOAD_ATTR":
        owner = _chain(instructions, at - 1)
        return f"{owner}.{each.argval}" if owner else None
    loads = each.opname.startswith(_LOADS) or each.opname.endswith("LOAD_FAST")
    return _names(each)[-1] if loads else None
