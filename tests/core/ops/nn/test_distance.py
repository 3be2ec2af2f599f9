"""Distances: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story

GIVEN = """
F = t.nn.functional
a = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)
b = t.tensor([[1.0, -1.25, 0.0], [0.5, 0.25, 1.0], [0.5, -1.25, 2.0]])
c = t.tensor([[1.0, 0.0, 0.5], [0.0, 1.0, 0.25]], requires_grad=True)
whole = t.tensor([[1, 2, 3], [0, 0, 1]])
"""
ORDERS = ("0.5", "1", "1.5", "2", "3", "float('inf')")


@pytest.mark.parametrize("p", ORDERS)
@pytest.mark.parametrize(
    "expression",
    [
        *("t.cdist(a, b, {})", "t.cdist(a, c, {})", "t.cdist(a[None], c[None], {})"),
        *("t.cdist(t.ones(2, 2, 3), b, {})", "t.pdist(a, {})", "F.pdist(b.T, {})"),
        *("F.pairwise_distance(a, c, {})", "t.pairwise_distance(a, b[0], {})"),
        *("F.pairwise_distance(a, c.double(), {}, keepdim=True)",),
        *("F.pairwise_distance(a[0], c[0], {}, 0.5)",),
    ],
)
def test_a_distance_agrees(expression: str, p: str) -> None:
    agree(GIVEN, expression.format(p))


@pytest.mark.parametrize(
    "expression",
    [
        *("t.cdist(a, b, 0)", "t.cdist(a, a)", "t.cdist(a[:0], b)", "t.pdist(a[:1])"),
        *("t.cdist(a, b, -1)", "t.cdist(a, b[:, :2])", "t.cdist(a[0], b)"),
        *("t.cdist(a, b[0])", "t.cdist(a, b.double())", "t.cdist(whole, whole)"),
        *("t.cdist(a, b, compute_mode='x')", "t.pdist(a[0])", "t.pdist(a, -1)"),
        *("F.pairwise_distance(whole, whole)",),
    ],
)
def test_odd_distances_agree(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize(
    "expression",
    [
        *("F.cosine_similarity(a, c)", "t.cosine_similarity(a, c, 0)"),
        *("F.cosine_similarity(a, b[0], -1)", "F.cosine_similarity(a, c * 0)"),
        *("F.cosine_similarity(a, c, eps=10.0)", "F.cosine_similarity(a, whole)"),
        *("F.cosine_similarity(whole, whole)", "F.cosine_similarity(a, c, 2)"),
        *("F.cosine_similarity(a, c.double())", "F.cosine_similarity(a, b)"),
        *("F.cosine_similarity(a[:, None], b[None], 2)",),
    ],
)
def test_the_likeness_of_vectors_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", ["t.cdist(a, c)", "t.pdist(a)"])
def test_the_gradient_of_a_distance_has_no_gradient(expression: str) -> None:
    agree_on_story(f"""{GIVEN}
(slope,) = t.autograd.grad({expression}.sum(), a, create_graph=True)
say(slope)
slope.sum().backward()
""")
