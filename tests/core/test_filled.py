"""Tensors made from a shape: values, types, strides and refusals are PyTorch's."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story

NUMPY = "import numpy as np"
TENSORS = (
    "t.zeros(2)",
    "t.zeros(2, 3)",
    "t.zeros((2, 1))",
    "t.zeros([2, 1], dtype=t.int64)",
    "t.zeros(())",
    "t.zeros(2, 0)",
    "t.zeros(2, dtype=None, requires_grad=True)",
    "t.ones(t.tensor(1), 2)",
    "t.ones(np.int64(2))",
    "t.ones(t.zeros(2, 3).shape)",
    "t.ones(2, dtype=t.bool)",
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
    "t.zeros(size=(2, 1))",
    "t.zeros(2, device='cpu')",
    "t.zeros(2, dtype=float)",
    "t.ones(2, dtype=int)",
    "t.ones(2, dtype=bool)",
    "t.empty(2, 0)",
    "t.empty((2,), dtype=t.int64).dtype",
    "t.full((2,), 3)",
    "t.full((2, 1), 3.5)",
    "t.full([2], True)",
    "t.full((), 3, dtype=t.float32)",
    "t.full((2,), t.tensor(2.0))",
    "t.full((2,), np.float64(2))",
    "t.full((2,), 1.5, requires_grad=True)",
    "t.eye(2)",
    "t.eye(2, 3)",
    "t.eye(3, 2, dtype=t.int64)",
    "t.eye(0)",
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
    "t.zeros_like(t.ones(2, dtype=t.int64))",
    "t.zeros_like(t.ones(2, requires_grad=True))",
    "t.ones_like(t.ones(2), dtype=t.float64, requires_grad=True)",
    "t.ones_like(t.ones(2, 3).T).stride()",
    "t.full_like(t.ones(2), 3)",
    "t.full_like(t.tensor([1]), 3.7)",
    "t.empty_like(t.ones(2, 3)).shape",
    "t.ones(2).double().new_zeros(2)",
    "t.ones(2).double().new_ones((2, 1), requires_grad=True)",
    "t.ones(2).long().new_full((2,), 3)",
    "t.ones(2).double().new_tensor([1, 2])",
    "t.ones(2).new_tensor(t.ones(2))",
    "t.ones(2).double().new_empty(2).dtype",
    "t.ones(2).new_zeros(2, dtype=t.int64)",
)
REFUSALS = (
    "t.zeros()",
    "t.zeros(2.5)",
    "t.zeros('a')",
    "t.zeros(-1)",
    "t.ones(2, -1)",
    "t.randn(-1)",
    "t.zeros(2, dtype=t.int64, requires_grad=True)",
    "t.arange(5, 1)",
    "t.arange(-2)",
    "t.arange(0, 5, 0)",
    "t.arange(3, requires_grad=True)",
    "t.ones(True)",
    "t.zeros(None)",
    "t.zeros([2, 'a'])",
    "t.zeros((2,), 3)",
    "t.zeros(2, dtype='a')",
    "t.zeros(2, foo=3)",
    "t.zeros(2, device='cuda')",
    "t.full(2, 3)",
    "t.full((2,), 'a')",
    "t.full((2,), 3, requires_grad=True)",
    "t.eye(-1)",
    "t.eye(2, -1)",
    "t.eye(2.5)",
    "t.arange('a')",
    "t.arange(float('nan'))",
    "t.arange(float('inf'))",
    "t.arange(3, dtype=t.bool)",
    "t.linspace(0, 1, -1)",
    "t.zeros_like([1])",
    "t.ones(2).new_zeros()",
)


@pytest.mark.parametrize("expression", [*TENSORS, *REFUSALS])
def test_a_filled_tensor_agrees(expression: str) -> None:
    agree(NUMPY, expression)


def test_what_is_filled_inside_no_grad_may_require_it() -> None:
    agree_on_story("""
        with t.no_grad():
            say(t.ones(2, requires_grad=True))
            say(t.zeros_like(t.ones(1), requires_grad=True))
    """)
