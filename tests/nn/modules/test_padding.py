"""Frames: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.ZeroPad1d(1)", SIGNAL),
    ("nn.ConstantPad1d((1, 2), 3.5)", SIGNAL),
    ("nn.ReflectionPad1d(2)", SIGNAL),
    ("nn.ReplicationPad1d((0, 2))", SIGNAL),
    ("nn.CircularPad1d(1)", SIGNAL),
    ("nn.ZeroPad2d(1)", IMAGE),
    ("nn.ZeroPad2d(1)", VECTORS),
    ("nn.ConstantPad2d((1, 2, 0, 1), 3.5)", IMAGE),
    ("nn.ConstantPad2d((1, 2, 0, 1), 3.5)", VECTORS),
    ("nn.ReflectionPad2d(2)", IMAGE),
    ("nn.ReflectionPad2d(2)", VECTORS),
    ("nn.ReplicationPad2d((0, 2, 1, 1))", IMAGE),
    ("nn.ReplicationPad2d((0, 2, 1, 1))", VECTORS),
    ("nn.CircularPad2d(1)", IMAGE),
    ("nn.CircularPad2d(1)", VECTORS),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_padding_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
