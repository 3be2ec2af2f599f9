"""``pad``: the same here and in PyTorch, in all its modes."""

from __future__ import annotations

import pytest

from tests.core.ops.nn.images import F, leaf
from tests.oracle import agree

GIVEN = {
    "row": leaf("x", 6),
    "signal": leaf("x", 4, 6),
    "signals": leaf("x", 2, 4, 6),
    "images": leaf("x", 2, 3, 4, 5),
    "volumes": leaf("x", 1, 2, 3, 4, 3),
    "transposed": leaf("y", 2, 6, 4) + "; x = y.mT",
    "double": "x = t.arange(24).reshape(4, 6).double()",
    "ints": "x = t.arange(24).reshape(4, 6)",
    "bools": "x = t.arange(24).reshape(4, 6) > 7",
    "none": "x = t.ones(0, 4, 6, requires_grad=True)",
    "no_length": "x = t.ones(2, 4, 0)",
    "no_channels": "x = t.ones(2, 0, 6)",
    "number": "x = t.ones(())",
}
PADS = [
    "(1, 2)",
    "[0, 0]",
    "(-1, 2)",
    "(-4, -1)",
    "(-7, 0)",
    "(3, 6)",
    "(7, 0)",
    "(1, 1, 2, 1)",
    "(1, 0, -1, 1)",
    "(1, 1, 2, 9)",
    "(1, 1, 0, 2, 2, 1)",
    "(1, 1) * 4",
    "()",
    "(1,)",
    "(1, 2, 3)",
    "1",
    "(1.5, 1)",
    "(True, 1)",
]


@pytest.mark.parametrize("pad", PADS)
@pytest.mark.parametrize("mode", ["constant", "reflect", "replicate", "circular", "no"])
@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_padding_agrees(given: str, mode: str, pad: str) -> None:
    agree(F + given, f"F.pad(x, {pad}, '{mode}')")


@pytest.mark.parametrize(
    "expression",
    [
        "F.pad(x, (1, 1), value=2)",
        "F.pad(x, (1, -1), value=-0.5)",
        "F.pad(x, (1, 1), value=float('nan'))",
        "F.pad(x, (1, 1), value=None)",
        "F.pad(x.long(), (1, 1), value=1.5)",
        "F.pad(x > 0, (1, 1), value=1)",
        "F.pad(x, (1, 1), 'reflect', 0.0)",
        "F.pad(x, (1, 1), 'reflect', 1.0)",
        "F.pad(x, (1, 1), 'circular', 1)",
        "F.pad(2, (1, 1))",
        "t.constant_pad_nd(x, (1, 1))",
        "t.constant_pad_nd(x, (1, 1, 0, 2), 7)",
        "t.constant_pad_nd(x, (1,))",
        "t.constant_pad_nd(x, (1, 1) * 3)",
        "t.constant_pad_nd(2, (1, 1))",
    ],
)
def test_padding_with_more_words_agrees(expression: str) -> None:
    agree(F + GIVEN["signal"], expression)
