"""Gradients of gradients of linear algebra: the graph is PyTorch's, and the numbers.

Where the graph is not, ``docs/core.md`` says so; the numbers are the same there too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import graph_text, numbers, ours, run

SAME = (
    *("L.inv(A)", "L.inv(B)", "L.solve(A, b)", "L.solve(A, v)", "L.solve(B, b)"),
    *(
        "L.solve(A, b.T, left=False)",
        "L.solve(B, t.stack([v, v]))",
        "L.matrix_power(A, -1)",
    ),
    *("L.solve_triangular(A, b, upper=True)", "L.det(A)", "L.det(B)", "t.logdet(A)"),
    "L.solve_triangular(A, b.T, upper=False, left=False, unitriangular=True)",
    *(
        "L.slogdet(A)[1]",
        "L.slogdet(B)[1]",
        "L.cholesky(P)",
        "L.cholesky(P, upper=True)",
    ),
    *(
        "t.cholesky(P)",
        "L.eigvalsh(P)",
        "L.eigh(P)[0]",
        "L.svdvals(W)",
        "L.svdvals(W.T)",
    ),
    *("L.svdvals(B)", "L.pinv(W)", "L.pinv(W.T)", "L.pinv(B)", "L.qr(W.T)[1] ** 2"),
    *("L.lstsq(W, W.detach()[:, :2])[0]", "L.lstsq(W.detach(), W[:, 0])[0]"),
    *("t.norm(W, 'nuc')", "L.matrix_norm(W, 2)", "L.matrix_norm(W, -2)", "L.cond(A)"),
    *("t.cross(A, P, dim=0)", "L.cross(W, A[:1])", "t.addbmm(v, B, B, alpha=2)"),
    *("t.addr(A, v, v, beta=2, alpha=3)", "t.vdot(v, v)", "t.kron(A, v)"),
    *("t.tensordot(W, A, 1)", "L.multi_dot([W, A, A, b])", "t.inner(A, v)"),
)
VALUES_ONLY = (
    *("L.eigh(P)[1] ** 2", "L.eigh(B @ B.mT)[1] ** 2", "L.qr(W)[0] ** 2"),
    *("L.qr(W)[1] ** 2", "L.qr(B)[0] ** 2", "L.svd(A)[0] ** 2", "L.svd(A)[2] ** 2"),
    *("L.svd(W, False)[0] ** 2", "L.svd(W.T, False)[2] ** 2", "L.svd(B)[2] ** 2"),
)
GRADIENTS = """
y = {}
seed = t.tensor(y.detach().cos().numpy(), requires_grad=True)
leaves = [A, P, B, W, b, v]
found = t.autograd.grad(y, leaves, seed, create_graph=True, allow_unused=True)
found = [each for each in found if each is not None]
total = sum((each * each.detach().sin()).sum() for each in found)
again = t.autograd.grad(total, [*leaves, seed], allow_unused=True)
again = [each for each in again if each is not None]
"""


def gradients(expression: str, t: Any) -> tuple[list[Any], list[Any]]:
    """The gradients of all that is given, and those of their sum."""
    space = run(GIVEN + GRADIENTS.format(expression), t)
    return space["found"], space["again"]


def assert_values_agree(expression: str) -> tuple[list[str], list[str]]:
    expected, actual = gradients(expression, torch), gradients(expression, ours)
    for wanted, got in zip(expected, actual, strict=True):
        for one, other in zip(wanted, got, strict=True):
            np.testing.assert_allclose(numbers(other), numbers(one), 1e-8, 1e-10)
    return [graph_text(g) for g in expected[0]], [graph_text(g) for g in actual[0]]


@pytest.mark.filterwarnings("ignore:torch.cholesky is deprecated")
@pytest.mark.parametrize("expression", SAME)
def test_the_graph_of_a_gradient_is_pytorchs(expression: str) -> None:
    expected, actual = assert_values_agree(expression)
    assert expected
    assert expected == actual


@pytest.mark.parametrize("expression", VALUES_ONLY)
def test_some_gradients_have_the_values_only(expression: str) -> None:
    expected, actual = assert_values_agree(expression)
    assert expected != actual
