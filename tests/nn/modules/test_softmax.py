"""Probabilities: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Softmax(1)", VECTORS),
    ("nn.Softmin(0)", VECTORS),
    ("nn.LogSoftmax(-1)", VECTORS),
    ("nn.Softmax()", VECTORS),
    ("nn.Softmax2d()", IMAGE),
    ("nn.Softmax2d()", VECTORS),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_softmax_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
