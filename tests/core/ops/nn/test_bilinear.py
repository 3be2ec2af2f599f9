"""bilinear: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = """
F = t.nn.functional
a = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)
b = t.tensor([[1.0, -1.25], [0.5, 0.25]], requires_grad=True)
w = (t.arange(24.0) / 8 - 1).reshape(4, 3, 2).detach().requires_grad_()
bias = t.tensor([0.5, 0.0, -1.0, 2.0], requires_grad=True)
"""


@pytest.mark.parametrize(
    "expression",
    [
        *("F.bilinear(a, b, w)", "t.bilinear(a, b, w, bias)"),
        *("F.bilinear(a[0], b[0], w, bias)", "F.bilinear(a[None], b[None], w)"),
        *("F.bilinear(a, b, w[:0])", "F.bilinear(a, b[:1], w)"),
        *("F.bilinear(a, b[0], w)", "F.bilinear(a, b, w[:, :2])"),
        *("F.bilinear(a, b, w[:, :, :1])", "F.bilinear(a, b, w, bias[:2])"),
        *("F.bilinear(a, b.double(), w)", "F.bilinear(a, b, w[0])"),
        *("F.bilinear(a[0, 0], b[0, 0], w)", "F.bilinear(a, b, w[0, 0, 0])"),
    ],
)
def test_a_bilinear_layer_agrees(expression: str) -> None:
    agree(GIVEN, expression)
