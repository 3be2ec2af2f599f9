"""Losses with a margin: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

NUMBERS = "x = wave(4, 3); y = wave(4, 3, at=5).detach()"
CLASSES = "x = wave(4, 3); y = t.tensor([0, 2, 1, 1])"
SIGNS = "x = wave(4, 3); y = t.tensor([[1.0, -1.0, 1.0]])"

CASES = (
    ("nn.MultiMarginLoss(reduction='mean')", CLASSES),
    ("nn.MultiMarginLoss(reduction='sum')", CLASSES),
    ("nn.MultiMarginLoss(reduction='none')", CLASSES),
    ("nn.MultiMarginLoss(weight=t.tensor([1.0, 2.0, 3.0]))", CLASSES),
    ("nn.SoftMarginLoss()", SIGNS),
    ("nn.HingeEmbeddingLoss()", SIGNS),
    (
        "nn.MultiLabelMarginLoss()",
        "x = wave(2, 3); y = t.tensor([[1, 2, -1], [0, -1, 0]])",
    ),
    ("nn.TripletMarginLoss(margin=-1)", NUMBERS),
    ("nn.MultiMarginLoss(3)", CLASSES),
    (
        "nn.MarginRankingLoss(0.5)",
        "x = wave(4, 3); y = (wave(4, 3, at=5), t.tensor([1.0, -1.0, 1.0]))",
    ),
    (
        "nn.CosineEmbeddingLoss(0.1, reduction='sum')",
        "x = wave(4, 3); y = (wave(4, 3, at=5), t.tensor([1.0, -1.0, 1.0, 1.0]))",
    ),
    (
        "nn.TripletMarginLoss()",
        "x = wave(4, 3); y = (wave(4, 3, at=5), wave(4, 3, at=2))",
    ),
    (
        "nn.TripletMarginWithDistanceLoss(swap=True)",
        "x = wave(4, 3); y = (wave(4, 3, at=5), wave(4, 3, at=2))",
    ),
    ("nn.TripletMarginWithDistanceLoss(margin=0)", "x = wave(4, 3); y = ()"),
    ("nn.MultiMarginLoss(weight=t.ones(2, 2))", "x = wave(4, 3); y = ()"),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_margin_loss_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
