"""Tensors that count: values, types, strides and refusals are PyTorch's."""

from __future__ import annotations

import pytest

from tests.oracle import agree

TENSORS = (
    "t.arange(5)",
    "t.arange(5.0)",
    "t.arange(1, 5)",
    "t.arange(0, 1, 0.25)",
    "t.arange(0, 1, 0.1)",
    "t.arange(5, 1, -1)",
    "t.arange(2.5)",
    "t.arange(0)",
    "t.arange(5, 5)",
    "t.arange(3, dtype=t.float32, requires_grad=True)",
    "t.arange(1, 3, dtype=t.float64)",
    "t.arange(end=3)",
    "t.arange(1, end=3)",
    "t.arange(start=1, end=3, step=1)",
    "t.arange(t.tensor(3))",
    "t.arange(t.tensor(1.0), 3)",
    "t.arange(1, 3, dtype=t.int32)",
    "t.arange(1, 10, 2.5)",
    "t.arange(0.5, -2, -0.75)",
    "t.linspace(0, 1, 5)",
    "t.linspace(0, 1, 1)",
    "t.linspace(0, 1, 0)",
    "t.linspace(0, 10, 4, dtype=t.int64)",
    "t.linspace(1, 0, 3, requires_grad=True)",
    "t.linspace(-5, 5, steps=11)",
    "t.linspace(0, 1, 3, dtype=t.float64)",
    "t.linspace(t.tensor(0.0), 1, 3)",
    "t.linspace(t.tensor(0.0), 1, 3)",
    "t.logspace(0, 2, 3)",
    "t.logspace(0, 3, 7)",
    "t.logspace(0, 2, 5, base=2, dtype=t.float64)",
    "t.logspace(1, 10, 4, base=0.5)",
    "t.logspace(0, 5, 6, base=3, dtype=t.int32)",
    "t.logspace(0, 1, 4, base=-2.0)",
    "t.logspace(0, 2, 0)",
    "t.logspace(0, -1, 1, requires_grad=True)",
    "t.tril_indices(3, 3)",
    "t.tril_indices(3, 2, 1)",
    "t.tril_indices(2, 3, -1, dtype=t.int32)",
    "t.triu_indices(3, 3, 1)",
    "t.triu_indices(2, 3, -1)",
    "t.triu_indices(3, 3, 5)",
)
REFUSALS = (
    "t.arange(5, 1)",
    "t.arange(-2)",
    "t.arange(0, 5, 0)",
    "t.arange(3, requires_grad=True)",
    "t.arange('a')",
    "t.arange(float('nan'))",
    "t.arange(float('inf'))",
    "t.arange(3, dtype=t.bool)",
    "t.linspace(0, 1, -1)",
    "t.logspace(0, 2, -1)",
    "t.tril_indices(-1, 2)",
    "t.tril_indices(3, 2, dtype=t.float32)",
    "t.triu_indices(2, -2)",
)


@pytest.mark.parametrize("expression", [*TENSORS, *REFUSALS])
def test_a_range_agrees(expression: str) -> None:
    agree("", expression)
