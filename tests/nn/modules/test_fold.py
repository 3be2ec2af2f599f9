"""Windows: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Unfold(2)", IMAGE),
    ("nn.Unfold((2, 3), 1, 1, 2)", IMAGE),
    ("nn.Fold((3, 3), 2)", "x = wave(2, 8, 4)"),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_fold_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
