"""Pooling: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.MaxPool1d(2)", SIGNAL),
    ("nn.MaxPool2d(2)", IMAGE),
    ("nn.MaxPool2d(3, 2, 1, 1, True)", IMAGE),
    ("nn.MaxPool2d((2, 3), ceil_mode=True)", IMAGE),
    ("nn.AvgPool1d(2)", SIGNAL),
    ("nn.AvgPool1d(3, 2, 1, True, False)", SIGNAL),
    ("nn.AvgPool2d(2)", IMAGE),
    ("nn.AvgPool2d(3, 2, 1, True, False, 5)", IMAGE),
    ("nn.AdaptiveAvgPool1d(2)", SIGNAL),
    ("nn.AdaptiveAvgPool2d(1)", IMAGE),
    ("nn.AdaptiveAvgPool2d((3, None))", IMAGE),
    ("nn.AdaptiveMaxPool1d(2)", SIGNAL),
    ("nn.AdaptiveMaxPool2d((2, 3))", IMAGE),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_pooling_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
