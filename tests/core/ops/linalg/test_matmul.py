"""Products of matrices and vectors: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

OPERANDS = {
    "matrix": "t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)",
    "tall": "t.tensor([[1.0, 2.0], [0.5, -1.0], [0.25, 3.0]], requires_grad=True)",
    "three": "t.tensor([1.0, -2.0, 0.5], requires_grad=True)",
    "two": "t.tensor([1.0, -2.0], requires_grad=True)",
    "constant": "t.ones(3, 2)",
    "transposed": "t.ones(2, 3, requires_grad=True).T",
    "double": "t.ones(3, 2, dtype=t.float64, requires_grad=True)",
    "double_vector": "t.ones(3, dtype=t.float64)",
    "ints": "t.tensor([[1, 2], [3, 4]])",
    "int_vector": "t.tensor([1, 2, 3])",
    "empty": "t.zeros(3, 0, requires_grad=True)",
    "no_rows": "t.zeros(0, 3, requires_grad=True)",
    "no_numbers": "t.zeros(0)",
    "batch": "t.arange(12.0).reshape(2, 3, 2).requires_grad_()",
    "turned_batch": "t.arange(12.0).reshape(2, 2, 3).requires_grad_().mT",
    "batch_of_one": "t.ones(1, 2, 3, requires_grad=True)",
    "constant_batch": "t.arange(12.0).reshape(2, 2, 3)",
    "batches": "t.arange(12.0).reshape(2, 1, 2, 3).requires_grad_()",
    "empty_batch": "t.zeros(0, 2, 3, requires_grad=True)",
    "bools": "t.ones(3, 2) > 0",
    "zero_dim": "t.tensor(2.0, requires_grad=True)",
    "number": "2",
    "text": "'a'",
}


@pytest.mark.parametrize("right", OPERANDS.values(), ids=OPERANDS)
@pytest.mark.parametrize("left", OPERANDS.values(), ids=OPERANDS)
def test_a_product_agrees(left: str, right: str) -> None:
    agree(f"a = {left}; b = {right}", "a @ b")


@pytest.mark.parametrize(
    "function", ["t.matmul", "t.mm", "t.bmm", "t.mv", "t.dot", "t.outer", "t.ger"]
)
@pytest.mark.parametrize("right", ["matrix", "tall", "three", "batch", "number"])
def test_a_product_is_a_function_too(function: str, right: str) -> None:
    agree(f"a = {OPERANDS['matrix']}; b = {OPERANDS[right]}", f"{function}(a, b)")


@pytest.mark.parametrize(
    "expression", ["a @ a.T", "a.T @ a @ a.T", "a @ a.T @ a[:, 0]"]
)
def test_a_chain_of_products_agrees(expression: str) -> None:
    agree(f"a = {OPERANDS['matrix']}", expression)


@pytest.mark.parametrize("right", ["three", "two", "matrix", "double_vector", "ints"])
@pytest.mark.parametrize("left", ["three", "zero_dim", "batch", "no_numbers"])
@pytest.mark.parametrize("method", ["dot", "outer", "ger", "mv"])
def test_a_product_with_a_vector_agrees(method: str, left: str, right: str) -> None:
    agree(f"a = {OPERANDS[left]}; b = {OPERANDS[right]}", f"a.{method}(b)")


@pytest.mark.parametrize("right", ["batch", "turned_batch", "batch_of_one", "tall"])
@pytest.mark.parametrize("left", ["batch", "constant_batch", "empty_batch", "tall"])
def test_a_product_of_batches_agrees(left: str, right: str) -> None:
    agree(f"a = {OPERANDS[left]}; b = {OPERANDS[right]}", "a.bmm(b)")
