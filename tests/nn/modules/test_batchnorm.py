"""Norms of a batch and of an image: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.BatchNorm1d(3)", VECTORS),
    ("nn.BatchNorm1d(3)", "x = wave(2, 3, 4)"),
    ("nn.BatchNorm1d(3)", "x = wave(1, 3)"),
    ("nn.BatchNorm1d(3)", IMAGE),
    ("nn.BatchNorm1d(3, 0.1, None, False)", VECTORS),
    ("nn.BatchNorm1d(3, track_running_stats=False)", VECTORS),
    ("nn.BatchNorm2d(4)", IMAGE),
    ("nn.BatchNorm2d(4)", VECTORS),
    ("nn.BatchNorm2d(4, bias=False)", IMAGE),
    ("nn.BatchNorm1d(3).eval()", VECTORS),
    ("nn.InstanceNorm1d(4)", SIGNAL),
    ("nn.InstanceNorm1d(4)", VECTORS),
    ("nn.InstanceNorm2d(4, affine=True)", IMAGE),
    ("nn.InstanceNorm2d(4, affine=True)", "x = wave(4, 3, 3)"),
    ("nn.InstanceNorm2d(4, affine=True)", "x = wave(3, 3, 3)"),
    ("nn.InstanceNorm2d(3)", IMAGE),
    ("nn.InstanceNorm2d(4, affine=True, track_running_stats=True)", IMAGE),
    ("nn.BatchNorm3d(3)", "x = wave(2, 3, 2, 2, 2)"),
    ("nn.BatchNorm3d(3)", IMAGE),
    ("nn.InstanceNorm3d(3)", "x = wave(2, 3, 2, 2, 2)"),
    ("nn.InstanceNorm3d(3)", "x = wave(3, 2, 2, 2)"),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_batchnorm_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
