"""Norms of an example: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.LayerNorm(3)", VECTORS),
    ("nn.LayerNorm((4, 3), 0.1, bias=False)", VECTORS),
    ("nn.LayerNorm(3, elementwise_affine=False)", VECTORS),
    ("nn.GroupNorm(2, 4)", IMAGE),
    ("nn.GroupNorm(2, 4, affine=False)", IMAGE),
    ("nn.GroupNorm(3, 4)", IMAGE),
    ("nn.RMSNorm(3)", VECTORS),
    ("nn.RMSNorm((4, 3), 0.1, False)", VECTORS),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_normalization_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
