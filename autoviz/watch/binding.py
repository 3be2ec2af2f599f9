"""Into which variables a value goes, read from the instructions behind it.

Python has computed ``x**2 + 1``; what it does next with that value says what the
learner calls it. The value is followed over the stack until it is stored, and on
until it is returned: then the call in the caller's code is followed in the same way.
Where that would take guessing there is no name: a wrong one would be worse.

Python's ``dis`` page, "Python Bytecode Instructions", says what each instruction
does to the stack, and what of that is new in 3.12 and 3.13.

Next: ``operands``, then ``callers``.
"""

from __future__ import annotations

import builtins
import dis
import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from types import BuiltinFunctionType, FrameType, ModuleType
from typing import NamedTuple

from autoviz.watch.source import Position, index, instructions

__all__ = [
    "Binding",
    "Path",
    "binding",
    "bound_name",
    "called",
    "chain",
    "effect",
    "is_by_python",
]

Path = tuple[int, ...]
"""Where our value is in another one: ``()`` is the value, ``(1,)`` a second item."""


class Binding(NamedTuple):
    """What becomes of a value: its ``names``, and as what the function returns it."""

    names: tuple[str, ...] = ()
    returned: Path | None = None


def bound_name(position: Position) -> str | None:
    """Name the variable that an instruction's value is stored in first."""
    names = binding(position).names
    return names[0] if names else None


@lru_cache(maxsize=4096)
def binding(position: Position, path: Path = ()) -> Binding:
    """Name the variables that an instruction's value is stored in at once.

    Of ``y = x**2 + 1`` that is ``"y"`` for the sum and nothing for the power;
    attributes come with their owner (``"self.w"``). ``path`` says which part of the
    value is meant: of ``a, b = x.split(2)`` the part ``(1,)`` is ``"b"``. It speaks
    of the value of the instruction: when one call runs several operations
    (``y = sum(xs)``), they share a position, and only what the call returns is ``y``.

    Python is a stack machine: this follows the value until it is popped.
    """
    steps = instructions(position[0])
    at = index(steps, position[1])
    if at < 0 or not _makes_one_value(steps[at]) or called(position) in _OTHERS:
        return Binding()
    follower = _Follower(path)
    if steps[at].opname == "UNPACK_SEQUENCE":
        follower.unpack(steps[at].arg or 0)
    while follower.has_it() and at + 1 < len(steps):
        at += 1
        if steps[at].opname == "JUMP_FORWARD":
            at = bisect_left(steps, steps[at].argval, key=_OFFSET) - 1
        elif steps[at].opname == "RETURN_VALUE":
            return Binding(tuple(follower.names), follower.pop().path)
        else:
            follower.run(steps, at)
    return Binding(tuple(follower.names))


def is_by_python(frame: FrameType) -> bool:
    """Tell whether a frame calls a function of Python's, as far as one can see.

    What ``max`` or ``reduce`` do with what a function returns to them nobody knows.
    """
    name = called((frame.f_code, frame.f_lasti))
    if name is None:
        return True
    first, *rest = name.split(".")
    found = frame.f_globals.get(first, frame.f_builtins.get(first))
    for each in rest:
        if not isinstance(found, ModuleType):
            return True
        found = getattr(found, each, None)
    return not isinstance(found, BuiltinFunctionType | type)


@lru_cache(maxsize=4096)
def called(position: Position) -> str | None:
    """Say what is called there, if it is a name: ``"functools.reduce"``."""
    steps = instructions(position[0])
    at = index(steps, position[1])
    if at < 0 or not steps[at].opname.startswith("CALL"):
        return None
    arguments = effect(steps[at])[0] - 2
    while arguments > 0 and at > 0:
        at -= 1
        pops, pushes = effect(steps[at])
        arguments += pops - pushes
    at -= 1
    if at >= 0 and steps[at].opname == "PUSH_NULL":  # from 3.13 on it comes behind
        at -= 1
    return chain(steps, at) if at >= 0 else None


class _Value(NamedTuple):
    """One on the stack or in a variable: ours, if there is a path to it."""

    path: Path | None = None
    is_new: bool = False  # no variable gave it back

    def item(self, number: int, *, of_any: bool = False) -> _Value:
        """Its item of that number, or of any."""
        if not self.path or not (of_any or self.path[0] == number):
            return _Value()
        return _Value(self.path[1:], self.is_new)


class _Follower:
    """Follows our value over the stack, and through a function's variables."""

    def __init__(self, path: Path) -> None:
        self.names: list[str] = []
        self._stack = [_Value(path, True)]
        self._variables: dict[str, _Value] = {}

    def has_it(self) -> bool:
        """Whether it may still be stored or returned."""
        values = (*self._stack, *self._variables.values())
        return any(each.path is not None for each in values)

    def pop(self) -> _Value:
        """What is at the top; what lies below where we began is none of ours."""
        return self._stack.pop() if self._stack else _Value()

    def unpack(self, count: int) -> None:
        """The first item comes to be at the top."""
        whole = self.pop()
        self._stack += [whole.item(each) for each in reversed(range(count))]

    def run(self, steps: Sequence[dis.Instruction], at: int) -> None:
        """Do to the stack what the instruction does."""
        each, number = steps[at], steps[at].arg or 0
        match each.opname:
            case "STORE_ATTR":
                owner, _, value = chain(steps, at - 1), self.pop(), self.pop()
                if owner:
                    self._named(f"{owner}.{each.argval}", value)
            case name if name in _STORES:
                self._store(each, each.argval)
            case "LOAD_FAST" | "LOAD_FAST_CHECK":
                self._load(each.argval)
            case "UNPACK_SEQUENCE":
                self.unpack(number)
            case "BUILD_TUPLE" | "BUILD_LIST":
                self._build([self.pop() for _ in range(number)][::-1])
            case "GET_ITER":
                pass  # what goes through items has them where they were
            case "FOR_ITER":
                through = self._stack[-1] if self._stack else _Value()
                self._stack.append(through.item(0, of_any=True))
            case "COPY" | "SWAP":
                self._turn(each.opname, number)
            case _:
                self._rest(each)

    def _rest(self, each: dis.Instruction) -> None:
        pops, pushes = effect(each)
        if pops == sys.maxsize:
            self._variables.clear()
        self._stack[max(len(self._stack) - pops, 0) :] = [_Value()] * pushes

    def _named(self, name: str, value: _Value) -> None:
        if value.path == () and value.is_new and name not in self.names:
            self.names.append(name)

    def _store(self, each: dis.Instruction, name: str) -> None:
        value = self.pop()
        self._named(name, value)
        if each.opname == "STORE_FAST":
            self._variables[name] = value._replace(is_new=False)

    def _load(self, name: str) -> None:
        self._stack.append(self._variables.get(name, _Value()))

    def _build(self, items: Sequence[_Value]) -> None:
        for number, each in enumerate(items):
            if each.path is not None:
                self._stack.append(_Value((number, *each.path), each.is_new))
                return
        self._stack.append(_Value())

    def _turn(self, way: str, number: int) -> None:
        stack = self._stack
        stack[:0] = [_Value()] * (number - len(stack))
        if way == "COPY":
            stack.append(stack[-number])
        else:
            stack[-number], stack[-1] = stack[-1], stack[-number]


_OFFSET = attrgetter("offset")
_OTHERS = frozenset(dir(builtins)) - {"abs", "pow", "round", "sum"}
"""Their result is not what an operation came to: ``max(a, b)`` compares."""

_STORES = ("STORE_NAME", "STORE_FAST", "STORE_GLOBAL", "STORE_DEREF")
_LOADS = (
    *("LOAD_NAME", "LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_GLOBAL"),
    *("LOAD_DEREF", "LOAD_CLASSDEREF"),
)


def _makes_one_value(instruction: dis.Instruction) -> bool:
    name = instruction.opname
    if name == "CALL_INTRINSIC_1":
        return instruction.argrepr == "INTRINSIC_UNARY_POSITIVE"
    if name in ("CALL_FUNCTION_EX", "GET_ITER", "UNPACK_SEQUENCE", "BEFORE_WITH"):
        return True
    makes = name.startswith(("BINARY_", "UNARY_", "COMPARE_", "CALL", "LOAD_ATTR"))
    return makes and effect(instruction)[1] == 1


def effect(instruction: dis.Instruction) -> tuple[int, int]:
    """How many values it pops and pushes; what is not listed ends the search."""
    number = instruction.arg or 0
    match instruction.opname:
        case "LOAD_GLOBAL":
            return 0, 1 + number % 2
        case "LOAD_ATTR":
            return 1, 1 + number % 2 if sys.version_info >= (3, 12) else 1
        case "LOAD_METHOD" | "BEFORE_WITH":
            return 1, 2
        case "LOAD_CONST" | "PUSH_NULL":
            return 0, 1
        case name if name in _LOADS:
            return 0, 1
        case "UNARY_NEGATIVE" | "UNARY_POSITIVE" | "UNARY_INVERT" | "CALL_INTRINSIC_1":
            return 1, 1
        case "POP_TOP":
            return 1, 0
        case "MAKE_FUNCTION" | "LOAD_CLOSURE" | "BUILD_MAP" | "BUILD_CONST_KEY_MAP":
            return 1 - dis.stack_effect(instruction.opcode, number), 1
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
        case "CALL_FUNCTION_EX":
            return 3 + number % 2, 1
        case "STORE_SUBSCR":
            return 3, 0
        case _:
            return sys.maxsize, 0


def chain(instructions: Sequence[dis.Instruction], at: int) -> str | None:
    """Return what the instructions up to this one load, if it is ``a.b.c``."""
    each = instructions[at]
    if each.opname in ("LOAD_ATTR", "LOAD_METHOD"):
        owner = chain(instructions, at - 1)
        return f"{owner}.{each.argval}" if owner else None
    return str(each.argval) if each.opname in _LOADS else None
