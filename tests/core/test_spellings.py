"""Arguments go by numpy's names, too, and by ``input``, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = "x = t.tensor([[1.0, 4.0], [3.0, 2.0]], requires_grad=True); k = x > 2"

METHODS = (
    "x.sum(axis=0)",
    "x.sum(1, keepdims=True)",
    "x.sum(axis=(0, 1), keepdims=True)",
    "x.mean(axis=-1)",
    "x.std(axis=0, keepdims=True)",
    "x.max(axis=1)",
    "x.argmax(axis=1, keepdims=True)",
    "x.softmax(axis=1)",
    "x.cumsum(axis=0)",
    "x.unsqueeze(axis=0)",
    "x.squeeze(axis=0)",
    "k.any(axis=0)",
)

FUNCTIONS = (
    "t.sum(x, axis=1, keepdims=True)",
    "t.sum(input=x)",
    "t.mean(input=x, dim=0)",
    "t.add(input=x, other=x)",
    "t.add(x1=x, x2=x)",
    "t.matmul(input=x, other=x.T)",
    "t.pow(input=x, exponent=2)",
    "t.exp(input=x)",
    "t.clamp(input=x, min=2)",
    "t.where(condition=k, input=x, other=x * 2)",
    "t.cat([x, x], axis=1)",
    "t.stack([x, x], axis=0)",
    "t.unsqueeze(input=x, dim=0)",
    "t.gather(input=x, dim=1, index=k.long())",
    "t.argmax(x, axis=0)",
)


@pytest.mark.parametrize("expression", [*METHODS, *FUNCTIONS])
def test_arguments_go_by_either_name(expression: str) -> None:
    agree(GIVEN, expression)
