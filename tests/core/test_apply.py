"""``apply``: how one operation runs, on tensors, numbers and arrays."""

from __future__ import annotations

import numpy as np
import pytest

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.op import Grad, Op
from autoviz.core.ops.pointwise.arithmetic import MUL
from tests.oracle import graph_text, ours

CUBE = Op(
    "cube",
    "CubeBackward0",
    ("self",),
    lambda self: self**3,
    (Grad("3 * self**2", lambda g, self: g * (3 * self**2)),),
    symbol="cube({0})",
)


def test_a_row_is_all_an_operation_needs() -> None:
    x = ours.tensor(2.0, requires_grad=True)
    y = apply(CUBE, x)
    y.backward()
    assert repr(y) == "tensor(8., grad_fn=<CubeBackward0>)"
    assert x.grad.item() == 12.0


def test_on_arrays_it_only_computes() -> None:
    result = apply(MUL, np.array([1.0, 2.0]), np.array(3.0))
    assert isinstance(result, np.ndarray)
    assert result.tolist() == [3.0, 6.0]


@pytest.mark.parametrize("operands", [(2, 3), ("a", 2.0), (None, None), ([1.0], 2)])
def test_without_any_tensor_it_refuses(operands: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match=r"mul\(\): argument 'input' \(position 1\)"):
        apply(MUL, *operands)


def test_an_operand_that_is_no_number_is_named() -> None:
    with pytest.raises(TypeError) as error:
        apply(MUL, ours.ones(2), "a")
    expected = "mul(): argument 'other' (position 2) must be Tensor, not str"
    assert str(error.value) == expected


def test_in_place_the_tensor_stays_and_its_history_grows() -> None:
    x = ours.ones(2, requires_grad=True)
    y = x * 3
    assert apply_in_place(MUL, y, x) is y
    assert graph_text(y) == (
        "0 MulBackward0 -> (1, 0) (2, 0)\n"
        "1 MulBackward0 -> (2, 0) (None, 0)\n"
        "2 AccumulateGrad [2] ->"
    )


def test_no_warning_of_numpy_comes_through(recwarn: pytest.WarningsRecorder) -> None:
    x = ours.tensor([0.0, -1.0], requires_grad=True)
    (x.log() / 0 + x.sqrt()).sum().backward()
    assert [] == list(recwarn)
