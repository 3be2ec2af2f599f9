"""Losses with a margin: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = """
F = t.nn.functional
a = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)
b = t.tensor([[1.0, -1.25, 0.0], [0.5, 0.25, 1.0]])
c = t.tensor([[1.0, 0.0, 0.5], [0.0, 1.0, 0.25]], requires_grad=True)
signs, classes = t.tensor([1.0, -1.0]), t.tensor([0, 1])
lists, heavy = t.tensor([[0, -1, 1], [1, 2, -1]]), t.tensor([1.0, 2.0, 0.5])
"""
LOSSES = (
    *("F.hinge_embedding_loss(a, signs[:, None]{})",),
    *("F.hinge_embedding_loss(a, signs[:, None], 2.0{})",),
    *("F.hinge_embedding_loss(a, signs[:, None].long(){})",),
    *("F.margin_ranking_loss(a[:, 0], c[:, 0], signs{})",),
    *("F.margin_ranking_loss(a[:, 0], c[:, 0], signs, 0.5{})",),
    *("F.soft_margin_loss(a, b{})", "F.soft_margin_loss(a, signs[:, None]{})"),
    *("F.soft_margin_loss(a, b.long(){})",),
    *("F.cosine_embedding_loss(a, c, signs{})",),
    *("F.cosine_embedding_loss(a, c, signs.long(), 0.25{})",),
    *("F.cosine_embedding_loss(a[0], b.double()[0], signs[0]{})",),
    *("F.triplet_margin_loss(a, b, c{})", "F.triplet_margin_loss(a, b, c, 2, 1{})"),
    *("F.triplet_margin_loss(a, b, c, swap=True{})",),
    *("F.triplet_margin_with_distance_loss(a, b, c{})",),
    *("F.triplet_margin_with_distance_loss(a, b, c, swap=True, margin=0.5{})",),
    "F.triplet_margin_with_distance_loss(a, b, c{}, "
    "distance_function=lambda x, y: (x - y).abs().sum(1))",
    *("F.multi_margin_loss(a, classes{})",),
    *("F.multi_margin_loss(a, classes, 2, 0.5, heavy{})",),
    *("F.multi_margin_loss(a[0], classes[0]{})",),
    *("F.multilabel_margin_loss(a, lists{})",),
    *("F.multilabel_margin_loss(a[0], lists[0]{})",),
    *("F.multilabel_soft_margin_loss(a, c{})",),
    *("F.multilabel_soft_margin_loss(a, c, b{})",),
)


@pytest.mark.parametrize(
    "more", ["", ", reduction='sum'", ", reduction='none'", ", reduction='x'"]
)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_with_a_margin_agrees(loss: str, more: str) -> None:
    agree(GIVEN, loss.format(more))


@pytest.mark.parametrize("said", ["size_average=False", "reduce=False", "reduce=True"])
@pytest.mark.parametrize(
    "loss",
    [
        *("F.soft_margin_loss(a, b, {})", "F.multilabel_margin_loss(a, lists, {})"),
        *("F.hinge_embedding_loss(a, b, {})", "F.triplet_margin_loss(a, b, c, {})"),
    ],
)
def test_the_older_words_for_a_reduction_agree(loss: str, said: str) -> None:
    agree(GIVEN, loss.format(said))


@pytest.mark.parametrize(
    "expression",
    [
        *("F.hinge_embedding_loss(a, signs)", "F.soft_margin_loss(a, c)"),
        *("F.soft_margin_loss(classes, signs)", "F.soft_margin_loss(a, signs)"),
        "F.margin_ranking_loss(a[:, 0], c[:, 0], signs[:, None])",
        "F.margin_ranking_loss(a[0], c[0], signs)",
        *("F.cosine_embedding_loss(a, b, signs[0])",),
        *("F.cosine_embedding_loss(a[0], b[0], signs)",),
        *("F.cosine_embedding_loss(a, b, signs[:, None])",),
        *("F.triplet_margin_loss(a, b, c[0])", "F.triplet_margin_loss(a, b, c, 0)"),
        "F.triplet_margin_with_distance_loss(a, b, c, margin=0)",
        "F.triplet_margin_with_distance_loss(a, b, c[0])",
        *("F.multi_margin_loss(a, classes, 3)", "F.multi_margin_loss(a, classes[0])"),
        "F.multi_margin_loss(a, classes, weight=t.ones(2))",
        "F.multi_margin_loss(a, classes, weight=t.ones(1, 3))",
        "F.multi_margin_loss(a, classes, weight=t.ones(3, dtype=t.float64))",
        "F.multi_margin_loss(a, classes, weight=t.ones(3, requires_grad=True))",
        *("F.multi_margin_loss(a, classes + 2)", "F.multi_margin_loss(a, signs)"),
        *("F.multi_margin_loss(a.long(), classes)",),
        *("F.multi_margin_loss(a[None], classes)", "F.multi_margin_loss(a[0, :0], a)"),
        *("F.multilabel_margin_loss(a[None], lists)",),
        *("F.multilabel_margin_loss(a.long(), lists + 1)",),
        *("F.multilabel_margin_loss(a, classes)",),
        *("F.multilabel_margin_loss(a, lists + 1)",),
        *("F.multilabel_margin_loss(a, lists - 1)",),
        *("F.multilabel_margin_loss(a.long(), lists)",),
    ],
)
def test_what_does_not_fit_is_refused_as_in_pytorch(expression: str) -> None:
    agree(GIVEN, expression)
