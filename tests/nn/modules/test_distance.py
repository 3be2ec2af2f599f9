"""Distances: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

TWO = "x = wave(4, 3); y = wave(4, 3, at=5)"

CASES = (
    ("nn.CosineSimilarity()", TWO),
    ("nn.PairwiseDistance()", TWO),
    ("nn.PairwiseDistance(1.0, keepdim=True)", TWO),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_distance_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
