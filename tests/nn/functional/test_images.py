"""Convolution and pooling: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

F = "F = t.nn.functional; "


def _images(name: str, *size: int) -> str:
    count = 1
    for each in size:
        count *= each
    return (
        f"{name} = (t.arange({count}) * 7 % 31 / 8.0 - 2.0).reshape{size}"
        ".detach().requires_grad_()"
    )


IMAGES = {
    "batch": _images("x", 2, 4, 6, 5),
    "one": _images("x", 4, 6, 5),
    "transposed": _images("y", 2, 4, 5, 6) + "; x = y.transpose(2, 3)",
    "double": "x = t.arange(120).reshape(1, 4, 6, 5).double()",
    "none": "x = t.ones(0, 4, 6, 5, requires_grad=True)",
    "ints": "x = t.ones(1, 4, 6, 5, dtype=t.int64)",
    "flat": "x = t.ones(4, 6)",
    "deep": "x = t.ones(1, 1, 4, 6, 5)",
    "three_channels": "x = t.ones(1, 3, 6, 5)",
}
FILTERS = {
    "three": _images("w", 2, 4, 3, 3),
    "two_by_three": _images("w", 2, 4, 2, 3),
    "split": _images("w", 6, 2, 3, 1),
    "large": _images("w", 2, 4, 7, 4),
    "frozen": "w = t.ones(2, 4, 1, 1)",
    "double": "w = t.ones(2, 4, 3, 3, dtype=t.float64, requires_grad=True)",
    "flat": "w = t.ones(4, 3)",
    "signal": "w = t.ones(2, 4, 3)",
}
MORE = [
    "",
    ", b",
    ", None, 2",
    ", b, (2, 1), (1, 2)",
    ", None, 1, 1, 2",
    ", None, padding='same'",
    ", None, padding='valid', groups=2",
    ", b, stride=3, padding=(2, 0), dilation=(1, 2)",
]


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_a_convolution_agrees(images: str, filters: str, more: str) -> None:
    if images in (IMAGES["none"], IMAGES["one"]) and filters == FILTERS["double"]:
        return  # how PyTorch sees to types differs, by what library it calls
    bias = "b = t.tensor([0.5, -1.0], requires_grad=True)"
    agree(f"{F}{images}; {filters}; {bias}", f"F.conv2d(x, w{more})")


@pytest.mark.parametrize(
    "more",
    [
        ", b[:1]",
        ", b.double()",
        ", b[None]",
        ", stride=0",
        ", stride=(1, 1, 1)",
        ", stride=(2,)",
        ", padding=-1",
        ", padding='no'",
        ", padding='same', stride=2",
        ", padding=(1, 1, 1)",
        ", dilation=0",
        ", dilation=(1, 1, 1)",
        ", groups=0",
        ", groups=3",
        ", groups=2",
    ],
)
def test_a_convolution_is_refused_as_in_pytorch(more: str) -> None:
    given = f"{F}{IMAGES['batch']}; {FILTERS['three']}; b = t.ones(2)"
    agree(given, f"F.conv2d(x, w{more})")


POOLS = [
    "2",
    "(2, 3)",
    "3, 2",
    "3, 2, 1",
    "2, 1",
    "(3, 2), (1, 2), (1, 0)",
    "4, 3, ceil_mode=True",
    "3, 2, 1, ceil_mode=True",
    "(2,)",
    "(2, 2, 2)",
    "2, (1, 1, 1)",
    "2, 2, (0, 0, 0)",
    "0",
    "2, 0",
    "2, padding=2",
    "2, padding=-1",
    "7",
]


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("function", ["max_pool2d", "avg_pool2d"])
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_pooling_agrees(images: str, function: str, pool: str) -> None:
    if "flat" in function or not (images == IMAGES["deep"] and function[0] == "a"):
        agree(F + images, f"F.{function}(x, {pool})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.max_pool2d(x, 2, 1, dilation=2)",
        "F.max_pool2d(x, 2, 2, 1, 3)",
        "F.max_pool2d(x, 2, dilation=0)",
        "F.max_pool2d(x, 2, dilation=(1, 1, 1))",
        "F.max_pool2d(x > 0, 2)",
        "F.max_pool2d(x, 2, return_indices=True)[0]",
        "F.max_pool2d(x, 2, return_indices=True)[1]",
        "F.max_pool2d(x, 3, 1, 1, return_indices=True)[1]",
        "F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)",
        "F.avg_pool2d(x, 3, 2, 1, True, False)",
        "F.avg_pool2d(x, 2, divisor_override=3)",
        "F.avg_pool2d(x, 2, divisor_override=0)",
        "F.avg_pool2d(x > 0, 2)",
    ],
)
def test_pooling_with_more_words_agrees(expression: str) -> None:
    agree(F + IMAGES["batch"], expression)


@pytest.mark.parametrize("pool", ["2", "3, 1, 1"])
@pytest.mark.parametrize(
    "numbers",
    [
        "t.ones(1, 1, 4, 4)",
        "t.tensor([[[[1.0, float('nan')], [float('nan'), 2.0]]]])",
        "t.tensor([[[[-float('inf')] * 2] * 4]])",
        "t.tensor([[[[0.0, -0.0], [-0.0, 0.0]]]])",
    ],
)
def test_the_largest_of_equal_or_odd_numbers_agrees(numbers: str, pool: str) -> None:
    given = f"{F}x = {numbers}.requires_grad_()"
    agree(given, f"F.max_pool2d(x, {pool})")
    agree(given, f"F.max_pool2d(x, {pool}, return_indices=True)[1]")
