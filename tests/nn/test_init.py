"""First values: PyTorch's where nothing is drawn, its distributions where it is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from autoviz.core.random_numbers import Generator
from autoviz.nn import init
from tests.nn.modules.agreement import agree_on_modules
from tests.oracle import numbers, ours

LARGE = (400, 300)


def test_gains_are_pytorchs() -> None:
    agree_on_modules(
        """
        gain = nn.init.calculate_gain
        for name in ("linear", "conv2d", "sigmoid", "tanh", "relu", "selu", "x"):
            tried(lambda: gain(name))
        for slope in (None, 0.2, 1, "a", True):
            tried(lambda: gain("leaky_relu", slope))
        """
    )


def test_what_is_not_drawn_is_pytorchs() -> None:
    agree_on_modules(
        """
        w = t.zeros(3, 2, requires_grad=True)
        for fill in (nn.init.ones_, nn.init.eye_, nn.init.zeros_):
            tried(lambda: fill(w) is w)
            tried(lambda: fill(w))
            tried(lambda: fill(t.zeros(2)))
        say(nn.init.constant_(w, 3), w._version)
        tried(lambda: nn.init.dirac_(t.zeros(4, 2, 3, 3), 2))
        tried(lambda: nn.init.dirac_(t.ones(2, 3, 3)))
        tried(lambda: nn.init.dirac_(t.zeros(4, 2, 3), 3))
        tried(lambda: nn.init.dirac_(w))
        """
    )


@pytest.mark.parametrize(
    "name",
    [
        "xavier_uniform_",
        "xavier_normal_",
        "kaiming_uniform_",
        "kaiming_normal_",
        "orthogonal_",
    ],
)
def test_tensors_that_do_not_suit_are_refused(name: str) -> None:
    agree_on_modules(
        f"""
        tried(lambda: nn.init.{name}(t.ones(3)))
        tried(lambda: nn.init.{name}(t.ones(3, 0)))
        """
    )


def test_modes_and_activations_are_checked() -> None:
    agree_on_modules(
        """
        w = t.zeros(3, 2)
        tried(lambda: nn.init.kaiming_uniform_(w, mode="FAN"))
        tried(lambda: nn.init.kaiming_normal_(w, nonlinearity="x"))
        tried(lambda: nn.init.sparse_(t.ones(3), 0.3))
        tried(lambda: nn.init.trunc_normal_(w, mean=9.0).max() <= 2)
        """
    )


@pytest.mark.parametrize(
    ("name", "told", "deviation"),
    [
        ("uniform_", {"a": -1.0, "b": 1.0}, math.sqrt(1 / 3)),
        ("normal_", {"std": 2.0}, 2.0),
        ("xavier_uniform_", {"gain": 2.0}, 2 * math.sqrt(2 / 700)),
        ("xavier_normal_", {}, math.sqrt(2 / 700)),
        ("kaiming_uniform_", {"a": math.sqrt(5)}, math.sqrt(1 / 3 / 300)),
        ("kaiming_normal_", {"mode": "fan_out"}, math.sqrt(2 / 400)),
        ("kaiming_normal_", {"nonlinearity": "relu"}, math.sqrt(2 / 300)),
        ("trunc_normal_", {"std": 0.02}, 0.02),
    ],
)
def test_numbers_are_spread_as_told(
    name: str, told: dict[str, Any], deviation: float
) -> None:
    given = ours.empty(*LARGE, requires_grad=True)
    generator = Generator().manual_seed(1)
    made = getattr(init, name)(given, **told, generator=generator)
    assert made is given
    assert made.is_leaf
    assert numbers(made).mean() == pytest.approx(0, abs=0.01 * deviation)
    assert numbers(made).std() == pytest.approx(deviation, rel=0.01)


@pytest.mark.parametrize(
    "told", [(0, 1, -2, 2), (0, 1, 1, 2), (0, 1, 2, 4), (1, 3, -1, 0)]
)
def test_a_truncated_distribution_stays_within(told: tuple[float, ...]) -> None:
    mean, std, low, high = told
    made = numbers(init.trunc_normal_(ours.empty(*LARGE), *told))
    grid = np.linspace(low, high, 10_001)
    weights = np.exp(-(((grid - mean) / std) ** 2) / 2)
    assert low <= made.min() <= made.max() <= high
    assert made.mean() == pytest.approx(np.average(grid, weights=weights), abs=0.01)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 2, 3)])
def test_rows_or_columns_are_at_right_angles(shape: tuple[int, ...]) -> None:
    made = numbers(init.orthogonal_(ours.empty(*shape), gain=2)).reshape(shape[0], -1)
    if made.shape[0] > made.shape[1]:
        made = made.T
    np.testing.assert_allclose(made @ made.T, 4 * np.eye(len(made)), atol=1e-5)


def test_of_every_column_a_share_is_zero() -> None:
    made = numbers(init.sparse_(ours.empty(10, 5), sparsity=0.35))
    assert (made == 0).sum(0).tolist() == [4] * 5


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, other = (
        init.normal_(ours.empty(3), generator=Generator().manual_seed(7))
        for _ in range(2)
    )
    assert one.tolist() == other.tolist()
