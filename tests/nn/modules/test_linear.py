"""Linear layers: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
TWO = "x = wave(4, 3); y = wave(4, 3, at=5)"

CASES = (
    ("nn.Identity(3, a=1)", VECTORS),
    ("nn.Linear(3, 2)", VECTORS),
    ("nn.Linear(3, 2)", "x = wave(3)"),
    ("nn.Linear(3, 2)", "x = wave(2, 2, 3)"),
    ("nn.Linear(3, 2)", "x = wave(0, 3)"),
    ("nn.Linear(3, 2)", "x = wave(2, 4)"),
    ("nn.Linear(3, 2, bias=False)", VECTORS),
    (
        "nn.Linear(3, 2, dtype = t.float64)",
        "x = wave(4, 3).double().detach().requires_grad_()",
    ),
    ("nn.Linear(3, 2, dtype = t.float64)", VECTORS),
    ("nn.Bilinear(3, 3, 2)", TWO),
    ("nn.Bilinear(3, 3, 2, bias=False)", TWO),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_linear_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
