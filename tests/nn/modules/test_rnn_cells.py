"""Cells: one step, with PyTorch's nodes."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer, agree_on_modules

WITH_ONE_STATE = (
    "nn.RNNCell(3, 2)",
    "nn.RNNCell(3, 2, False, 'relu')",
    "nn.GRUCell(3, 2)",
    "nn.GRUCell(3, 2, bias=False)",
)


@pytest.mark.parametrize(
    "inputs",
    [
        "x = wave(4, 3)",
        "x = wave(3)",
        "x = wave(4, 3); y = wave(4, 2, at=3)",
        "x = wave(3); y = wave(2, at=3)",
        "x = wave(4, 2)",
        "x = wave(4, 3); y = wave(3, 2)",
        "x = wave(4, 3); y = wave(4, 3)",
        "x = wave(4, 3, 2)",
        "x = wave(4, 3); y = wave(4, 3, 2)",
    ],
)
@pytest.mark.parametrize("layer", WITH_ONE_STATE)
def test_a_step_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)


@pytest.mark.parametrize("result", ["[0]", "[1]"])
@pytest.mark.parametrize(
    "inputs",
    [
        "x = wave(4, 3); state = None",
        "x = wave(3); state = None",
        "x = wave(4, 3); h = wave(4, 2); c = wave(4, 2, at=3); state = (h, c)",
        "x = wave(3); h = wave(2); c = wave(2, at=3); state = (h, c)",
        "x = wave(4, 2); state = None",
        "x = wave(4, 3); state = (wave(4, 2), wave(4, 3))",
        "x = wave(4, 3); state = (wave(4, 2), wave(4, 2, 2))",
    ],
)
@pytest.mark.parametrize("layer", ["nn.LSTMCell(3, 2)", "nn.LSTMCell(3, 2, False)"])
def test_a_step_of_an_lstm_agrees(layer: str, inputs: str, result: str) -> None:
    agree_on_layer(layer, inputs, f"module(x, state){result}")


def test_an_unknown_activation_is_refused_when_called() -> None:
    agree_on_modules("tried(lambda: nn.RNNCell(3, 2, nonlinearity='x')(wave(4, 3)))")
