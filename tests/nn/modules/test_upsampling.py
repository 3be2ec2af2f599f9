"""Larger images: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Upsample(scale_factor=2)", IMAGE),
    ("nn.Upsample(scale_factor=2)", SIGNAL),
    ("nn.Upsample((5, 7))", IMAGE),
    ("nn.Upsample(scale_factor=(1.5, 2.0), mode='bilinear')", IMAGE),
    ("nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)", IMAGE),
    ("nn.UpsamplingNearest2d(scale_factor=2)", IMAGE),
    ("nn.UpsamplingBilinear2d(scale_factor=2)", IMAGE),
    ("nn.PixelShuffle(2)", IMAGE),
    ("nn.PixelShuffle(2)", VECTORS),
    ("nn.PixelUnshuffle(2)", "x = wave(1, 1, 4, 4)"),
    ("nn.ChannelShuffle(2)", IMAGE),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_upsampling_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
