"""Convolutions: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

VECTORS = "x = wave(4, 3)"
SIGNAL = "x = wave(2, 4, 5)"
IMAGE = "x = wave(2, 4, 6, 5)"

CASES = (
    ("nn.Conv1d(4, 2, 3)", SIGNAL),
    ("nn.Conv1d(4, 2, 3)", VECTORS),
    ("nn.Conv1d(4, 2, 3, 2, 1, 1, 2, False)", SIGNAL),
    ("nn.Conv1d(4, 2, 3, padding='same')", SIGNAL),
    ("nn.Conv1d(4, 2, 3, padding=1, padding_mode='circular')", SIGNAL),
    ("nn.Conv2d(4, 2, 3)", IMAGE),
    ("nn.Conv2d(4, 2, 3)", "x = wave(4, 6, 5)"),
    (
        "nn.Conv2d(4, 2, (3, 2), stride=2, padding=(1, 0), dilation=(1, 2), groups=2)",
        IMAGE,
    ),
    ("nn.Conv2d(4, 2, 3, padding='same')", IMAGE),
    ("nn.Conv2d(4, 2, 3, padding='valid')", IMAGE),
    ("nn.Conv2d(4, 2, 3, padding=(1, 2), padding_mode='reflect')", IMAGE),
    ("nn.Conv2d(4, 2, 3, padding='same', padding_mode='replicate')", IMAGE),
    ("nn.ConvTranspose1d(4, 2, 3, 2)", SIGNAL),
    ("nn.ConvTranspose2d(4, 2, 3)", IMAGE),
    ("nn.ConvTranspose2d(4, 2, 3, 2, 1, 1, 2, False)", IMAGE),
    ("nn.Conv2d(3, 2, 3, groups=2)", "x = wave(1)"),
    ("nn.Conv2d(2, 3, 3, groups=2)", "x = wave(1)"),
    ("nn.Conv2d(2, 3, 3, groups=0)", "x = wave(1)"),
    ("nn.Conv2d(2, 2, 3, 2, 'same')", "x = wave(1)"),
    ("nn.ConvTranspose2d(2, 2, 3, padding_mode='reflect')", "x = wave(1)"),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_conv_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
