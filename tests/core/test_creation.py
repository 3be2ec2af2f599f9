"""Tensors made from numbers: values, types and refusals are PyTorch's."""

from __future__ import annotations

import pytest

from tests.oracle import agree, ours

NUMPY = "import numpy as np"
TENSORS = (
    "t.tensor(1)",
    "t.tensor(1.5)",
    "t.tensor(True)",
    "t.tensor([1, 2])",
    "t.tensor((1.0, 2.0))",
    "t.tensor([True, 2])",
    "t.tensor([1, 2.5])",
    "t.tensor([True, 2.5])",
    "t.tensor([])",
    "t.tensor([[]])",
    "t.tensor([[], []])",
    "t.tensor(range(3))",
    "t.tensor([[1.0, 2.0], [3.0, 4.0]])",
    "t.tensor([1.0, float('nan')], requires_grad=True)",
    "t.tensor(2**40)",
    "t.tensor(1e39)",
    "t.tensor(1.5, dtype=t.int64)",
    "t.tensor([1, 0], dtype=t.bool)",
    "t.tensor(1, dtype=t.float64, requires_grad=True)",
    "t.tensor([t.tensor(1), t.tensor(2)])",
    "t.tensor([t.tensor(1.0), 2])",
    "t.tensor(np.float64(1.5))",
    "t.tensor([np.float64(1.5)])",
    "t.tensor(np.float32(1.5))",
    "t.tensor([np.int32(1)])",
    "t.tensor(np.array([1.5, 2.5]))",
    "t.tensor(np.array(1))",
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
    "t.randn(2, 3).shape",
    "t.randn((2,)).dtype",
    "t.randn(()).ndim",
    "t.randn(2, dtype=t.float64, requires_grad=True).requires_grad",
)
REFUSALS = (
    "t.tensor('a')",
    "t.tensor(b'ab')",
    "t.tensor(None)",
    "t.tensor([None])",
    "t.tensor({1: 2})",
    "t.tensor([[1, 2], [3]])",
    "t.tensor([[[1, 2]], [[3, 4], [5, 6]]])",
    "t.tensor([1, [2]])",
    "t.tensor([[1], 2])",
    "t.tensor([t.ones(2)])",
    "t.tensor([1, 2], requires_grad=True)",
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
)


@pytest.mark.parametrize("expression", [*TENSORS, *REFUSALS])
def test_a_new_tensor_agrees(expression: str) -> None:
    agree(NUMPY, expression)


def test_a_tensor_is_a_copy_of_an_array() -> None:
    agree(f"{NUMPY}; a = np.ones(2); x = t.tensor(a); a[0] = 5", "x * 1")


def test_a_seed_makes_random_numbers_repeat() -> None:
    ours.manual_seed(3)
    first, second = ours.randn(100), ours.randn(100)
    ours.manual_seed(3)
    assert ours.randn(100).tolist() == first.tolist()
    assert first.tolist() != second.tolist()


def test_random_numbers_are_normally_distributed() -> None:
    ours.manual_seed(0)
    drawn = ours.randn(10_000).numpy()
    assert abs(drawn.mean()) < 0.05
    assert abs(drawn.std() - 1) < 0.05
