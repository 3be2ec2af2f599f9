"""Dropout: the same here and in PyTorch but for what is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.ops.inputs import of
from tests.oracle import agree, agree_on_story, numbers, ours

F = "F = t.nn.functional; "


@pytest.mark.parametrize(
    "expression",
    [
        *("F.dropout(x, training=False)", "F.dropout(x, 0.0)", "F.dropout(x, 1.0)"),
        *("F.dropout(x, 1.5)", "F.dropout(x, -0.5)", "t.dropout(x, 1.0, True)"),
        *("t.dropout(x, 0.5, False)", "t.dropout(x, 1.5, True)", "F.dropout1d(x, 1.0)"),
        *(
            "F.dropout2d(x, 1.0)",
            "F.dropout3d(x, 1.0)",
            "F.alpha_dropout(x, 1.0, True)",
        ),
        *("F.alpha_dropout(x, 0.5)", "F.feature_alpha_dropout(x, 1.0, True)"),
        *("F.feature_alpha_dropout(x, 0.5)", "F.alpha_dropout(x, 2.0)"),
        *("t.feature_dropout(x, 1.0, True)", "t.alpha_dropout(x, 0.0, True)"),
    ],
)
@pytest.mark.parametrize("name", ["vector", "matrix", "cube", "empty", "ints"])
def test_dropout_agrees_where_nothing_is_drawn(expression: str, name: str) -> None:
    agree(F + of(name)[name], expression)


@pytest.mark.parametrize("function", ["dropout1d", "dropout2d", "dropout3d"])
@pytest.mark.parametrize("shape", ["(2, 3)", "(2, 3, 2)", "(1, 2, 1, 3)", "(1,) * 5"])
@pytest.mark.parametrize("in_place", ["", ", inplace=True"])
def test_dropping_all_channels_agrees(function: str, shape: str, in_place: str) -> None:
    given = f"w = t.ones({shape}, requires_grad=True); x = w * 2"
    agree(F + given, f"F.{function}(x, 1.0{in_place})")


@pytest.mark.parametrize("in_place", ["False", "True"])
@pytest.mark.parametrize(
    "function",
    [
        *("dropout", "dropout1d", "dropout2d", "alpha_dropout"),
        *("feature_alpha_dropout",),
    ],
)
def test_the_graph_of_a_drawn_dropout_is_pytorchs(function: str, in_place: str) -> None:
    agree_on_story(f"""
    x = t.ones(2, 3, 4, requires_grad=True) * 1
    y = t.nn.functional.{function}(x, 0.5, True, {in_place})
    say(graph(y), y._version, y.shape, y is x)
    """)


@pytest.mark.parametrize("function", ["dropout", "alpha_dropout"])
def test_dropout_keeps_the_mean(function: str) -> None:
    ours.manual_seed(3)
    x = ours.randn(100_000)
    made = numbers(getattr(ours.nn.functional, function)(x, 0.25, True))
    assert abs(made.mean()) < 0.02
    if function == "alpha_dropout":
        assert abs(made.var() - 1) < 0.02


def test_whole_channels_are_dropped() -> None:
    ours.manual_seed(3)
    made = numbers(ours.nn.functional.dropout2d(ours.ones(8, 4, 2, 2), 0.5))
    of_channel = made.reshape(32, 4)
    assert np.all(of_channel == of_channel[:, :1])
    assert {0.0, 2.0} == set(of_channel[:, 0].tolist())
