"""Which type comes out: PyTorch's rule, for every pair of operands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autoviz.core.dtypes import (
    bool_,
    dtype_of,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    promote,
    uint8,
)
from tests.oracle import agree

NAMES = ("bool", "uint8", "int8", "int32", "int64", "float16", "float32", "float64")
IN_PLACE = ("bool", "uint8", "int64", "float32", "float64")
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
    assert promote([uint8, int8]) is int16
    assert promote([float16, int64, bool_]) is float16


@pytest.mark.parametrize("into", IN_PLACE)
@pytest.mark.parametrize("operand", [*IN_PLACE, "2", "2.5", "True"])
@pytest.mark.parametrize("method", ["mul_", "add_", "div_", "pow_"])
def test_what_an_in_place_operation_may_write_agrees(
    into: str, operand: str, method: str
) -> None:
    other = f"t.ones(2, dtype=t.{operand})" if operand in IN_PLACE else operand
    agree(f"a = t.ones(2, dtype=t.{into})", f"a.{method}({other})")


@pytest.mark.parametrize(
    "expression",
    [
        "t.tensor([200], dtype=t.uint8) * 2",
        "t.ones(2, dtype=t.uint8) - 2",
        "t.tensor([127], dtype=t.int8) + 1",
        "t.tensor(2**31 - 1, dtype=t.int32) + 1",
        "t.tensor([2**62]) * 4",
        "t.ones(2, dtype=t.int8) + 300",
        "t.tensor([1, 2]) + t.tensor(2**40)",
        "t.tensor([7, -7]) // 2",
        "t.tensor([7, -7]) % 3",
        "t.tensor([7.0, -7.0]) // 2",
        "t.tensor([7, -7]) / 2",
        "t.tensor([1]) // 0",
        "t.tensor([1]) % 0",
        "t.tensor([1.0]) // 0",
        "t.tensor(2) ** -1",
        "t.tensor(2) ** 2.0",
        "t.tensor([60000.0], dtype=t.float16) * 2",
        "-t.tensor([1], dtype=t.uint8)",
        "t.tensor([1], dtype=t.uint8).sum()",
        "t.tensor([1.0], dtype=t.float16).exp()",
        "t.where(t.tensor([True]), 1, t.tensor(2.5))",
    ],
)
def test_numbers_wrap_around_and_divide_as_pytorchs(expression: str) -> None:
    agree("", expression)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_type_says_of_itself_agrees(name: str) -> None:
    asked = ("is_floating_point", "is_complex", "is_signed", "itemsize")
    for attribute in asked:
        agree("", f"t.{name}.{attribute}")


def test_a_type_may_have_several_names() -> None:
    agree(
        "", "(t.float, t.double, t.half, t.long, t.int, t.short, t.float == t.float32)"
    )
    agree("", "isinstance(t.float32, t.dtype)")


def test_a_type_without_a_name_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="complex128 numbers are not in"):
        dtype_of(np.ones(2, complex))
    with pytest.raises(
        TypeError, match=r"can't convert np\.ndarray of type numpy\.str"
    ):
        dtype_of(np.array(["a"]))
