"""Shapes: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Flatten()", IMAGE),
    ("nn.Flatten(0, 1)", IMAGE),
    ("nn.Unflatten(1, (2, 2))", IMAGE),
    ("nn.Unflatten(1, 3)", IMAGE),
    ("nn.Unflatten(1, (2, 'a'))", IMAGE),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_flatten_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
