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
