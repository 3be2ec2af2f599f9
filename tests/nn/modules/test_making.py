"""Tools for layers: parameters without numbers, and their first numbers."""

from __future__ import annotations

import math

import pytest

from autoviz.core.dtypes import float64
from autoviz.nn.modules.making import (
    filled,
    one_for_each,
    parameter,
    spread_by_fan_in,
)
from tests.oracle import numbers


def test_a_parameter_has_the_shape_and_type_that_are_wanted() -> None:
    made = parameter((2, 3), float64, "cpu", requires_grad=False)
    assert made.shape == (2, 3)
    assert made.dtype is float64
    assert not made.requires_grad


def test_numbers_are_spread_by_how_many_are_added_up() -> None:
    weight, bias = parameter((400, 25, 2, 2)), parameter(400)
    spread_by_fan_in(weight, bias)
    bound = 1 / math.sqrt(25 * 2 * 2)
    for each in (weight, bias):
        assert abs(numbers(each)).max() == pytest.approx(bound, rel=0.05)
        assert abs(numbers(each)).max() <= bound * (1 + 1e-6)


def test_norms_begin_with_one_and_zero() -> None:
    weight, bias = parameter(3), parameter(3)
    filled(weight, bias)
    filled(None, None)
    assert weight.tolist() == [1.0, 1.0, 1.0]
    assert bias.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("given", [3, (3, 3), [3, 3]])
def test_one_number_stands_for_all(given: object) -> None:
    assert one_for_each(given, 2) == (3, 3)
