"""Numbers in as few digits as will do.

Most numbers are float32. Written out as the float64 that Python has, 0.1 would be
0.10000000149011612; it is enough to write the fewest digits that are read back as the
same float32, and to say that they are to be rounded.

>>> entries_of((0.10000000149011612, 3.0, -0.0, float("nan")), "float32")
[0.1, 3, -0.0, 'nan']
>>> numbers_of([0.1, 3, -0.0, "nan"], "float32")
(0.10000000149011612, 3.0, -0.0, nan)

Next: ``writing``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import copysign, isfinite, isnan
from typing import Any

from autoviz.records.value import Number

__all__ = ["FORMS", "NotANumberError", "entries_of", "form_of", "numbers_of"]

FORMS = ("float32", "float64", "int", "bool")
"""How numbers are written. Those of ``float32`` are rounded to that when read."""

Entry = int | float | bool | str

_KINDS: dict[str, set[type]] = {
    "float32": {int, float},
    "float64": {int, float},
    "int": {int},
    "bool": {bool},
}
_CODES = {"float32": "f", "float64": "d"}
_NOT_FINITE = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
_DIGITS = ("%.6g", "%.7g", "%.8g", "%.9g")

_EXACT = 1e15
"""Below, a float without a fraction is written without a point."""


class NotANumberError(Exception):
    """The entry ``at`` is no number of that form, and ``why``."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(at, why)
        self.at, self.why = at, why


def form_of(numbers: Iterable[Number]) -> str:
    """The first form in which every bit is kept."""
    kinds = set(map(type, numbers))
    if kinds == {bool}:
        return "bool"
    if kinds and float not in kinds:
        return "int"
    held = [each for each in numbers if not isnan(each)]
    return "float32" if held == array("f", held).tolist() else "float64"


def entries_of(numbers: Sequence[Number], form: str) -> list[Entry]:
    """What is written for numbers."""
    if form not in _CODES:
        return list(numbers)
    if form == "float32":
        numbers = _shortened(numbers)
    return [_entry(each) for each in numbers]


def _entry(number: Number) -> Entry:
    if not isfinite(number):
        return str(float(number))
    if abs(number) < _EXACT and number == int(number):
        return int(number) if number or copysign(1, number) > 0 else number
    return number


def _shortened(numbers: Sequence[Number]) -> Sequence[Number]:
    """Floats with fewer digits that are the same float32."""
    found = list(numbers)
    left = [at for at, each in enumerate(numbers) if isfinite(each)]
    for digits in _DIGITS:
        tried = [float(digits % numbers[at]) for at in left]
        again = []
        for at, short, rounded in zip(left, tried, array("f", tried), strict=True):
            if rounded == numbers[at]:
                found[at] = short
            else:
                again.append(at)
        left = again
    return found


def numbers_of(entries: Sequence[Any], form: str) -> tuple[Number, ...]:
    """The numbers that are written there.

    Raises:
        NotANumberError: an entry is not one.
    """
    if set(map(type, entries)) <= _KINDS[form]:
        if form == "bool":
            return tuple(entries)
        if form == "int":
            if all(-(2**63) <= each < 2**64 for each in entries):
                return tuple(entries)
        else:
            found = _rounded(entries, form)
            if all(map(isfinite, found)):
                return tuple(found)
    return tuple(_number(at, each, form) for at, each in enumerate(entries))


def _rounded(entries: Sequence[Any], form: str) -> Sequence[float]:
    try:
        return array(_CODES[form], entries)
    except OverflowError:
        return (float("inf"),)


def _number(at: int, entry: Any, form: str) -> Number:
    """One number, looked at more closely."""
    if form in _CODES and isinstance(entry, str) and entry in _NOT_FINITE:
        return _NOT_FINITE[entry]
    if type(entry) not in _KINDS[form]:
        raise NotANumberError(at, f"is no {form}")
    if form == "bool":
        return bool(entry)
    if form == "int":
        if not -(2**63) <= entry < 2**64:
            raise NotANumberError(at, "has more than 64 bits")
        return int(entry)
    (number,) = _rounded([entry], form)
    if not isfinite(number):
        raise NotANumberError(at, f"is too large for a {form}")
    return number
