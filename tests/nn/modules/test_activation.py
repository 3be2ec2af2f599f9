"""Activations: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
IMAGE = "x = wave(2, 4, 6, 5)"
IN_PLACE = "z = wave(4, 3); x = z * 1"

CASES = (
    ("nn.ReLU()", VECTORS),
    ("nn.ReLU6()", VECTORS),
    ("nn.SiLU()", VECTORS),
    ("nn.Mish()", VECTORS),
    ("nn.SELU()", VECTORS),
    ("nn.Hardsigmoid()", VECTORS),
    ("nn.Hardswish()", VECTORS),
    ("nn.ELU()", VECTORS),
    ("nn.ELU(0.5)", VECTORS),
    ("nn.CELU(2.0)", VECTORS),
    ("nn.LeakyReLU()", VECTORS),
    ("nn.LeakyReLU(0.2)", VECTORS),
    ("nn.Sigmoid()", VECTORS),
    ("nn.Tanh()", VECTORS),
    ("nn.LogSigmoid()", VECTORS),
    ("nn.Softsign()", VECTORS),
    ("nn.Tanhshrink()", VECTORS),
    ("nn.GELU()", VECTORS),
    ("nn.GELU('tanh')", VECTORS),
    ("nn.Hardshrink(0.3)", VECTORS),
    ("nn.Softshrink(0.3)", VECTORS),
    ("nn.Softplus()", VECTORS),
    ("nn.Softplus(2, 1)", VECTORS),
    ("nn.Threshold(0.1, 20)", VECTORS),
    ("nn.Hardtanh()", VECTORS),
    ("nn.Hardtanh(-0.2, 0.3)", VECTORS),
    ("nn.PReLU()", VECTORS),
    ("nn.PReLU(3)", VECTORS),
    ("nn.Hardtanh(min_value=-2.0)", VECTORS),
    ("nn.Hardtanh(2, 1)", VECTORS),
    ("nn.RReLU(0.25, 0.25)", VECTORS),
    ("nn.ReLU(True)", IN_PLACE),
    ("nn.ReLU6(True)", IN_PLACE),
    ("nn.SiLU(True)", IN_PLACE),
    ("nn.ELU(1.0, True)", IN_PLACE),
    ("nn.LeakyReLU(0.1, True)", IN_PLACE),
    ("nn.Hardtanh(inplace=True)", IN_PLACE),
    ("nn.Threshold(0.1, 20, True)", IN_PLACE),
    ("nn.Mish(True)", IN_PLACE),
    ("nn.SELU(True)", IN_PLACE),
    ("nn.Hardswish(True)", IN_PLACE),
    ("nn.CELU(1.0, True)", IN_PLACE),
    ("nn.GLU()", IMAGE),
    ("nn.GLU()", "x = wave(3, 4)"),
    ("nn.GLU(1)", IMAGE),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_activation_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
