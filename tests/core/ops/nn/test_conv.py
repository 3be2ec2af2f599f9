"""Convolutions: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.nn.images import IMAGES, SIGNALS, F, leaf
from tests.oracle import agree

BIAS = "b = t.tensor([0.5, -1.0], requires_grad=True)"
FILTERS = {
    "three": leaf("w", 2, 4, 3, 3),
    "two_by_three": leaf("w", 2, 4, 2, 3),
    "split": leaf("w", 6, 2, 3, 1),
    "large": leaf("w", 2, 4, 7, 4),
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
    ", None, padding=4",
]


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_a_convolution_of_images_agrees(images: str, filters: str, more: str) -> None:
    if images in (IMAGES["none"], IMAGES["one"]) and filters == FILTERS["double"]:
        return  # how PyTorch sees to types differs, by what library it calls
    agree(f"{F}{images}; {filters}; {BIAS}", f"F.conv2d(x, w{more})")


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
        ", padding=()",
        ", dilation=0",
        ", dilation=(1, 1, 1)",
        ", dilation=(1, 1, 1), padding=(1, 1, 1)",
        ", groups=0",
        ", groups=3",
        ", groups=2",
    ],
)
def test_a_convolution_is_refused_as_in_pytorch(more: str) -> None:
    given = f"{F}{IMAGES['batch']}; {FILTERS['three']}; b = t.ones(2)"
    agree(given, f"F.conv2d(x, w{more})")


SIGNAL_FILTERS = {
    "three": leaf("w", 2, 4, 3),
    "split": leaf("w", 6, 2, 2),
    "large": leaf("w", 2, 4, 12),
    "image": "w = t.ones(2, 4, 3, 3)",
    "flat": "w = t.ones(4, 3)",
}
SIGNAL_MORE = [
    "",
    ", b",
    ", None, 2, 1",
    ", b, (3,), (2,), (2,)",
    ", None, padding='same', dilation=3",
    ", padding='valid', groups=2",
    ", padding=(1, 1)",
]


@pytest.mark.parametrize("more", SIGNAL_MORE)
@pytest.mark.parametrize("filters", SIGNAL_FILTERS.values(), ids=SIGNAL_FILTERS)
@pytest.mark.parametrize("signals", SIGNALS.values(), ids=SIGNALS)
def test_a_convolution_of_signals_agrees(signals: str, filters: str, more: str) -> None:
    if signals == SIGNALS["bools"]:
        return  # which of its functions PyTorch names depends on many things
    agree(f"{F}{signals}; {filters}; {BIAS}", f"F.conv1d(x, w{more})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.conv3d(x, w)",
        "F.conv3d(x, w, b, 2, 1)",
        "F.conv3d(x, w, None, (1, 2, 1), (0, 2, 1), (2, 1, 1))",
        "F.conv3d(x[0], w, padding='same')",
        "F.conv3d(x[0, 0], w)",
        "F.conv3d(x, w[0])",
        "t.conv3d(x, w, padding=-1)",
        "t.conv2d(x[0], w[:, :, 0])",
        "t.conv1d(x[0, 0], w[:, :, 0, 0])",
    ],
)
def test_a_convolution_of_volumes_agrees(expression: str) -> None:
    given = f"{F}{leaf('x', 2, 3, 4, 5, 4)}; {leaf('w', 2, 3, 2, 3, 1)}; {BIAS}"
    agree(given, expression)
