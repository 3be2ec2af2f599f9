"""The rule language: what may stand in a rule, and what is refused."""

from __future__ import annotations

import pytest

from autoviz.picture.notation.language import number, parse


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x =",
        "__import__('os')",
        "self.__class__",
        "(lambda: 0)()",
        "[g]",
        "g[0]",
        "'text'",
        "open(g)",
        "exp(self, other)",
        "exp(x=self)",
        "exp(*self)",
        "1j * self",
        "self and other",
        "self < other < 3",
        "self // other",
        "(self := 3)",
        "-" * 50 + "self",
        "(" * 90 + "g" + ")" * 90 + " + " * 2,
        "self + " * 40 + "self",
        "x" * 5000,
        "self\x00",
    ],
)
def test_what_is_not_in_the_language_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        parse(rule)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", 2), ("-0.5", -0.5), ("1e-05", 1e-05), ("x", None), ("1_000", None)],
)
def test_number(text: str, expected: float | None) -> None:
    assert number(text) == expected
