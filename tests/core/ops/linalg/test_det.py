"""Determinants: the same here and in PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, numbers, ours

DETERMINANTS = (
    *("L.det(A)", "L.det(B)", "t.det(A.T)", "A.det()", "L.det(A.float())"),
    *("L.slogdet(A)[1]", "L.slogdet(B)", "t.slogdet(A).logabsdet", "B.slogdet()[1]"),
    *("t.logdet(A)", "A.logdet()", "t.logdet(B)", "t.logdet(-A)"),
)
REGULAR = {n: x for n, x in MATRICES.items() if "singular" not in n and n != "number"}


@pytest.mark.parametrize("expression", DETERMINANTS)
def test_a_determinant_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", REGULAR.values(), ids=REGULAR)
@pytest.mark.parametrize("function", ["det", "logdet", "slogdet", "linalg.slogdet"])
def test_a_determinant_of_any_matrix_agrees(function: str, given: str) -> None:
    agree(given, f"t.{function}(x)")


@pytest.mark.parametrize("function", ["det", "logdet", "slogdet"])
def test_a_determinant_can_be_zero(function: str) -> None:
    agree(MATRICES["singular"], f"t.{function}(x.detach())")
    agree(MATRICES["one_is_singular"], f"t.{function}(x.detach())")


@pytest.mark.parametrize(
    "matrix",
    [
        [[1.0, 2.0], [2.0, 4.0]],
        [[[3.0, 1.0], [0.0, 2.0]], [[1.0, 2.0], [2.0, 4.0]]],
        [[2.0, 1.0, 3.0], [1.0, 0.5, 1.0], [4.0, 2.0, -1.0]],
    ],
)
def test_the_gradient_of_a_zero_is_that_of_pytorch(matrix: list[float]) -> None:
    """Which is 0, and with ``create_graph`` the right one."""

    def gradient(t: object, **options: bool) -> np.ndarray[tuple[int, ...], object]:
        x = t.tensor(matrix, dtype=t.float64, requires_grad=True)
        return numbers(t.autograd.grad(t.det(x).sum(), x, **options)[0])

    for options in ({}, {"create_graph": True}):
        expected = gradient(torch, **options)
        np.testing.assert_allclose(gradient(ours, **options), expected, atol=1e-12)
