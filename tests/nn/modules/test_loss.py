"""Losses: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

NUMBERS = "x = wave(4, 3); y = wave(4, 3, at=5).detach()"
CLASSES = "x = wave(4, 3); y = t.tensor([0, 2, 1, 1])"
CHANCES = (
    "x = t.sigmoid(wave(4, 3)).detach().requires_grad_(); "
    "y = wave(4, 3, at=5).sigmoid().detach()"
)

CASES = (
    ("nn.MSELoss(reduction='mean')", NUMBERS),
    ("nn.MSELoss(reduction='sum')", NUMBERS),
    ("nn.MSELoss(reduction='none')", NUMBERS),
    ("nn.L1Loss(reduction='mean')", NUMBERS),
    ("nn.L1Loss(reduction='sum')", NUMBERS),
    ("nn.L1Loss(reduction='none')", NUMBERS),
    ("nn.SmoothL1Loss(reduction='mean')", NUMBERS),
    ("nn.SmoothL1Loss(reduction='sum')", NUMBERS),
    ("nn.SmoothL1Loss(reduction='none')", NUMBERS),
    ("nn.HuberLoss(reduction='mean')", NUMBERS),
    ("nn.HuberLoss(reduction='sum')", NUMBERS),
    ("nn.HuberLoss(reduction='none')", NUMBERS),
    ("nn.KLDivLoss(reduction='mean')", NUMBERS),
    ("nn.KLDivLoss(reduction='sum')", NUMBERS),
    ("nn.KLDivLoss(reduction='none')", NUMBERS),
    ("nn.PoissonNLLLoss(reduction='mean')", NUMBERS),
    ("nn.PoissonNLLLoss(reduction='sum')", NUMBERS),
    ("nn.PoissonNLLLoss(reduction='none')", NUMBERS),
    ("nn.BCEWithLogitsLoss(reduction='mean')", NUMBERS),
    ("nn.BCEWithLogitsLoss(reduction='sum')", NUMBERS),
    ("nn.BCEWithLogitsLoss(reduction='none')", NUMBERS),
    ("nn.MultiLabelSoftMarginLoss(reduction='mean')", NUMBERS),
    ("nn.MultiLabelSoftMarginLoss(reduction='sum')", NUMBERS),
    ("nn.MultiLabelSoftMarginLoss(reduction='none')", NUMBERS),
    ("nn.CrossEntropyLoss(reduction='mean')", CLASSES),
    ("nn.CrossEntropyLoss(reduction='sum')", CLASSES),
    ("nn.CrossEntropyLoss(reduction='none')", CLASSES),
    ("nn.CrossEntropyLoss(weight=t.tensor([1.0, 2.0, 3.0]))", CLASSES),
    ("nn.NLLLoss(reduction='mean')", CLASSES),
    ("nn.NLLLoss(reduction='sum')", CLASSES),
    ("nn.NLLLoss(reduction='none')", CLASSES),
    ("nn.NLLLoss(weight=t.tensor([1.0, 2.0, 3.0]))", CLASSES),
    ("nn.BCELoss(reduction='mean')", CHANCES),
    ("nn.BCELoss(reduction='sum')", CHANCES),
    ("nn.BCELoss(reduction='none')", CHANCES),
    ("nn.BCELoss(t.tensor([1.0, 2.0, 3.0]))", CHANCES),
    (
        "nn.BCEWithLogitsLoss(t.ones(3) * 2, pos_weight=t.tensor([1.0, 2.0, 3.0]))",
        NUMBERS,
    ),
    ("nn.CrossEntropyLoss(ignore_index=1, label_smoothing=0.1)", CLASSES),
    ("nn.MSELoss(False)", NUMBERS),
    ("nn.MSELoss(reduce=False)", NUMBERS),
    ("nn.HuberLoss(delta='a')", NUMBERS),
    ("nn.KLDivLoss(reduction='batchmean', log_target=True)", NUMBERS),
    (
        "nn.GaussianNLLLoss(full=True)",
        "x = wave(4, 3); y = (wave(4, 3, at=5).detach(), t.ones(4, 3))",
    ),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_loss_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
