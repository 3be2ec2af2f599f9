"""How large, how small and how fine a number type is."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story

ASKED = (
    "repr(t.finfo(t.float32))",
    "repr(t.finfo(t.float64))",
    "repr(t.finfo(t.float16))",
    "repr(t.finfo())",
    "repr(t.iinfo(t.int64))",
    "repr(t.iinfo(t.uint8))",
    "repr(t.iinfo(t.int32))",
    "t.finfo(t.float32) == t.finfo()",
    "t.finfo(t.float32) == t.finfo(t.float64)",
    "t.iinfo(t.int8) == t.iinfo(t.int8)",
    "t.iinfo(t.float32)",
    "t.finfo(t.int64)",
    "t.iinfo(t.bool)",
    "(t.pi, t.e, t.inf, t.nan, t.newaxis)",
)


@pytest.mark.parametrize("expression", ASKED)
def test_a_limit_agrees(expression: str) -> None:
    agree("", expression)


def test_limits_tell_the_same_story() -> None:
    agree_on_story("""
        for f in (t.finfo(t.float16), t.finfo(t.float32), t.finfo(t.float64)):
            say(f.eps, f.max, f.min, f.tiny, f.smallest_normal, f.resolution, f.bits)
            say(f.dtype)
        for i in (t.iinfo(t.int8), t.iinfo(t.int16), t.iinfo(t.uint8)):
            say(i.min, i.max, i.bits, i.dtype)
    """)
