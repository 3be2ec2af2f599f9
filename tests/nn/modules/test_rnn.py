"""Recurrent layers: PyTorch's, step by step, and the nodes they leave behind.

PyTorch computes an LSTM of float32 by a library, in one node. In float64 it is put
together from operations, as ours always is, so that is what is compared.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.nn.modules.agreement import agree_on_layer, agree_on_modules
from tests.oracle import numbers, ours

DOUBLE = "x = wave(3, 2, 3).double().detach().requires_grad_()"

WITH_ONE_STATE = {
    "nn.RNN(3, 2)": 1,
    "nn.GRU(3, 2)": 1,
    "nn.RNN(3, 2, 2, 'relu', False)": 2,
    "nn.RNN(3, 2, 2, bidirectional=True)": 4,
    "nn.GRU(3, 2, 2, False, bidirectional=True)": 4,
}
LSTMS = (
    "nn.LSTM(3, 2, dtype=t.float64)",
    "nn.LSTM(3, 2, 2, False, True, 0.0, True, dtype=t.float64)",
    "nn.LSTM(3, 3, 2, bidirectional=True, proj_size=2, dtype=t.float64)",
)


@pytest.mark.parametrize("result", ["[0]", "[1]"])
@pytest.mark.parametrize("layer", WITH_ONE_STATE)
def test_rnn_and_gru_agree(layer: str, result: str) -> None:
    state = f"wave({WITH_ONE_STATE[layer]}, 2, 2, at=3)"
    for inputs in (
        "x = wave(3, 2, 3)",
        "x = wave(3, 3)",
        f"x = wave(3, 2, 3); y = {state}",
        f"x = wave(3, 3); y = {state}[:, 0].detach().requires_grad_()",
    ):
        call = "module(x, y)" if "y = " in inputs else "module(x)"
        agree_on_layer(layer, inputs, call + result)


@pytest.mark.parametrize("result", ["[0]", "[1]"])
@pytest.mark.parametrize("layer", ["nn.RNN(3, 2, batch_first=True)"])
def test_the_batch_may_come_first(layer: str, result: str) -> None:
    for each in (layer, layer.replace("RNN", "GRU")):
        agree_on_layer(each, "x = wave(2, 3, 3)", f"module(x){result}")
        agree_on_layer(each, "x = wave(3, 3)", f"module(x){result}")


@pytest.mark.parametrize("result", ["[0]", "[1][0]", "[1][1]"])
@pytest.mark.parametrize("layer", LSTMS)
def test_lstm_agrees(layer: str, result: str) -> None:
    agree_on_layer(layer, DOUBLE, f"module(x){result}")
    agree_on_layer(layer, f"{DOUBLE}; x = x[:, 0].detach()", f"module(x){result}")


@pytest.mark.parametrize("result", ["[0]", "[1][0]", "[1][1]"])
def test_an_lstm_takes_its_state_from_before(result: str) -> None:
    state = "wave(1, 2, 2, at={}).double().detach().requires_grad_()"
    inputs = f"{DOUBLE}; h = {state.format(1)}; c = {state.format(4)}"
    agree_on_layer(LSTMS[0], inputs, f"module(x, (h, c)){result}")


def test_an_lstm_of_float32_has_the_same_numbers() -> None:
    made = []
    for t in (torch, ours):
        lstm = t.nn.LSTM(3, 4, 2, bidirectional=True)
        with t.no_grad():
            for each in lstm.parameters():
                each.copy_(t.linspace(-0.5, 0.5, each.numel()).reshape(each.shape))
        x = t.linspace(-1, 1, 30).reshape(5, 2, 3)
        output, (h, c) = lstm(x)
        output.sum().backward()
        gradients = [each.grad for each in lstm.parameters()]
        made.append([numbers(each) for each in (output, h, c, *gradients)])
    for expected, actual in zip(*made, strict=True):
        np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=1e-6)


def test_dropout_is_between_layers_and_only_while_training() -> None:
    rnn = ours.nn.RNN(2, 3, 2, dropout=1.0)
    x = ours.ones(4, 1, 2)
    trained, _ = rnn(x)
    used, _ = rnn.eval()(x)
    below = ours.nn.RNN(3, 3)  # the second layer, given zeros
    below.load_state_dict(
        {
            name.replace("l1", "l0"): each
            for name, each in rnn.state_dict().items()
            if "l1" in name
        }
    )
    expected, _ = below(ours.zeros(4, 1, 3))
    np.testing.assert_array_equal(numbers(trained), numbers(expected))
    assert not np.array_equal(numbers(trained), numbers(used))


def test_what_does_not_fit_is_refused() -> None:
    agree_on_modules(
        """
        for kind in (nn.RNN, nn.GRU):
            m = kind(3, 2)
            tried(lambda: m(wave(3, 2, 2)))
            tried(lambda: m(wave(3)))
            tried(lambda: m(wave(0, 2, 3)))
            tried(lambda: m(wave(3, 2, 3), wave(1, 3, 2)))
            tried(lambda: m(wave(3, 2, 3), wave(3, 2)))
            tried(lambda: m(wave(3, 3), wave(3, 2, 1)))
            tried(lambda: m(wave(3, 2, 3).double()))
        m = nn.LSTM(3, 2)
        tried(lambda: m(wave(3)))
        tried(lambda: m(wave(3, 2, 3), (wave(1, 2), wave(1, 2))))
        tried(lambda: m(wave(3, 3), (wave(1, 2, 2), wave(1, 2))))
        tried(lambda: m(wave(3, 2, 3), (wave(1, 2, 2), wave(1, 2, 3))))
        """
    )


def test_what_makes_no_sense_is_refused() -> None:
    agree_on_modules(
        """
        tried(lambda: nn.RNN(3, 2, 1, "x"))
        tried(lambda: nn.GRU(3, 2, dropout=0.5))
        tried(lambda: nn.GRU(3, 2, dropout=2))
        tried(lambda: nn.GRU(3, 2, dropout=True))
        tried(lambda: nn.GRU(3, 2, 1, 3))
        tried(lambda: nn.GRU(3, 2, 1, True, 3))
        tried(lambda: nn.GRU(0, 2))
        tried(lambda: nn.GRU(2, 0))
        tried(lambda: nn.GRU(2, 2, 0))
        tried(lambda: nn.GRU("a", 2))
        tried(lambda: nn.LSTM(2, 2, proj_size=2))
        tried(lambda: nn.LSTM(2, 2, proj_size=-2))
        """
    )


def test_parameters_are_listed_by_layer() -> None:
    agree_on_modules(
        """
        m = filled(nn.LSTM(2, 3, 2, bidirectional=True, proj_size=1))
        say([[each.shape for each in some] for some in m.all_weights])
        say(list(m.state_dict()), m.flatten_parameters(), m._flat_weights_names)
        """
    )
