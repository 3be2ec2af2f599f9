"""Dropout: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Dropout()", "x = t.zeros(3)"),
    ("nn.Dropout(0.0)", VECTORS),
    ("nn.Dropout(1.0)", VECTORS),
    ("nn.Dropout(1.5)", VECTORS),
    ("nn.Dropout(0.5).eval()", VECTORS),
    ("nn.Dropout1d(1.0)", SIGNAL),
    ("nn.Dropout2d(1.0)", IMAGE),
    ("nn.Dropout2d(0.5).eval()", IMAGE),
    ("nn.AlphaDropout(0.5).eval()", VECTORS),
    ("nn.FeatureAlphaDropout(0.5).eval()", VECTORS),
    ("nn.Dropout3d(1.0)", "x = wave(2, 3, 2, 2, 2)"),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_dropout_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
