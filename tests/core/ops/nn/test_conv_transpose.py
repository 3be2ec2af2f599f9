"""Transposed convolutions: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.nn.images import F, leaf
from tests.oracle import agree

IMAGES = {
    "batch": leaf("x", 2, 4, 3, 5),
    "one": leaf("x", 4, 3, 5),
    "transposed": leaf("y", 2, 4, 5, 3) + "; x = y.transpose(2, 3)",
    "double": "x = t.ones(2, 4, 3, 5, dtype=t.float64)",
    "none": "x = t.ones(0, 4, 3, 5, requires_grad=True)",
    "ints": "x = t.ones(1, 4, 3, 5, dtype=t.int64)",
    "bools": "x = t.ones(1, 4, 3, 5) > 0",
    "flat": "x = t.ones(4)",
    "no_length": "x = t.ones(2, 4, 0, 5)",
    "three_channels": "x = t.ones(1, 3, 3, 5)",
}
FILTERS = {
    "three": leaf("w", 4, 2, 3, 3),
    "two_by_one": leaf("w", 4, 2, 2, 1),
    "signal": leaf("w", 4, 2, 3),
    "flat": "w = t.ones(4, 2)",
}
MORE = [
    "",
    ", b",
    ", b, 2, 1",
    ", b, 2, 1, 1",
    ", None, (2, 1), (1, 0), (1, 0)",
    ", stride=3, output_padding=(2, 1), dilation=(1, 2)",
    ", dilation=4, output_padding=3",
    ", groups=2, stride=2",
    ", groups=3",
    ", output_padding=1",
]


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_a_transposed_convolution_of_images_agrees(
    images: str, filters: str, more: str
) -> None:
    if images == IMAGES["bools"]:
        filters += " > 0"
    bias = "b = t.tensor([0.5, -1.0], requires_grad=True)"
    if images in (IMAGES["double"], IMAGES["ints"], IMAGES["bools"]) and "b" in more:
        return  # a bias of another type, which PyTorch sometimes takes
    agree(f"{F}{images}; {filters}; {bias}", f"F.conv_transpose2d(x, w{more})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.conv_transpose1d(x, w)",
        "F.conv_transpose1d(x[0], w, b)",
        "F.conv_transpose1d(x, w, b, 2, 1, 1)",
        "F.conv_transpose1d(x, w, None, (3,), 0, (2,), 1, (2,))",
        "F.conv_transpose1d(x, w, dilation=3, output_padding=2)",
        "F.conv_transpose1d(x, w, groups=2)",
        "F.conv_transpose1d(x, w, groups=3)",
        "F.conv_transpose1d(x, w, groups=0)",
        "F.conv_transpose1d(x, w, stride=0)",
        "F.conv_transpose1d(x, w, padding=-1)",
        "F.conv_transpose1d(x, w, padding=5)",
        "F.conv_transpose1d(x.double(), w.double(), padding=6)",
        "F.conv_transpose1d(x, w, output_padding=-1)",
        "F.conv_transpose1d(x, w, output_padding=1)",
        "F.conv_transpose1d(x, w, output_padding=(1, 1))",
        "F.conv_transpose1d(x, w, stride=(1, 1), padding=(1, 1))",
        "F.conv_transpose1d(x, w, b[:1])",
        "F.conv_transpose1d(x, w, b[None])",
        "F.conv_transpose1d(x, w, b.double())",
        "F.conv_transpose1d(x, w.double())",
        "F.conv_transpose1d(x.double(), w)",
        "F.conv_transpose1d(x[0, 0], w)",
        "F.conv_transpose1d(x[None], w)",
        "F.conv_transpose1d(x[:, :, :0], w)",
        "F.conv_transpose1d(2, w)",
        "F.conv_transpose1d(x, 2)",
        "F.conv_transpose1d(x, w, 2)",
        "F.conv_transpose3d(x.double()[:, :, None, None], w.double()[:, :, None, None],"
        " padding=(1, 0, 0))",
    ],
)
def test_a_transposed_convolution_of_signals_agrees(expression: str) -> None:
    bias = "b = t.tensor([0.5, -1.0], requires_grad=True)"
    agree(f"{F}{leaf('x', 2, 4, 9)}; {leaf('w', 4, 2, 3)}; {bias}", expression)


@pytest.mark.parametrize(
    "more", ["", ", b, 2, 1, 1", ", stride=(1, 2, 1)", ", output_padding=1"]
)
def test_a_transposed_convolution_of_volumes_agrees(more: str) -> None:
    volumes = f"{leaf('x', 1, 2, 3, 2, 2)}; {leaf('w', 2, 2, 2, 3, 1)}"
    bias = "b = t.tensor([0.5, -1.0], requires_grad=True)"
    agree(f"{F}{volumes}; {bias}", f"F.conv_transpose3d(x, w{more})")
