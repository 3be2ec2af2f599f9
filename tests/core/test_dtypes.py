"""Which type comes out: PyTorch's rule, for every pair of operands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autoviz.core.dtypes import bool_, dtype_of, float32, float64, int32, int64, promote
from tests.oracle import agree

NAMES = ("bool", "int32", "int64", "float32", "float64")
OPERANDS = {
    **{f"{name}": f"t.ones(2, dtype=t.{name})" for name in NAMES},
    **{f"{name}_0d": f"t.ones((), dtype=t.{name})" for name in NAMES},
    "True": "True",
    "2": "2",
    "2.0": "2.0",
}


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.product(OPERANDS, OPERANDS)), ids=str
)
def test_the_type_of_a_result_agrees(one: str, other: str) -> None:
    given = f"a = {OPERANDS[one]}; b = {OPERANDS[other]}"
    agree(given, "(a * b).dtype if isinstance(a * b, t.Tensor) else None")
    agree(given, "(a / b).dtype if isinstance(a / b, t.Tensor) else None")


@pytest.mark.parametrize("name", NAMES)
def test_functions_of_whole_numbers_are_floats(name: str) -> None:
    for function in ("exp", "sqrt", "sigmoid", "sum"):
        agree(f"x = t.ones(2, dtype=t.{name})", f"t.{function}(x).dtype")


def test_promotion_takes_the_larger_of_the_higher_kind() -> None:
    assert promote([bool_, int64, int32]) is int64
    assert promote([float32, int64]) is float32
    assert promote([float64, float32]) is float64


def test_a_type_without_a_name_is_refused() -> None:
    with pytest.raises(
        TypeError, match=r"can't convert np\.ndarray of type complex128"
    ):
        dtype_of(np.ones(2, complex))
