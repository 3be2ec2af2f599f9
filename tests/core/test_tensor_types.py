"""Tensors by their old names: what they take, and what they make of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

import autoviz as av
from tests.oracle import agree, agree_on_story, ours

NUMBERS = (
    "t.Tensor()",
    "t.Tensor([])",
    "t.Tensor([1, 2])",
    "t.Tensor((2, 3))",
    "t.Tensor([[True, False]])",
    "t.Tensor(range(3))",
    "t.Tensor([t.tensor(1.0), t.tensor(2.0)])",
    "t.Tensor([1, 2], device='cpu')",
    "t.LongTensor([1.5, 2])",
    "t.FloatTensor([1, 2])",
    "t.DoubleTensor([1, 2])",
    "t.HalfTensor([1])",
    "t.ByteTensor([1, 2])",
    "t.CharTensor([-1])",
    "t.ShortTensor([1])",
    "t.IntTensor([1])",
    "t.BoolTensor([1, 0])",
    "t.ones(2).type(t.LongTensor)",
    "t.ones(2, dtype=t.int16).new([1.5, 2])",
)

SHAPES = ("(2, 3)", "(3,)", "(t.Size([2, 3]),)", "(0,)")

REFUSED = (
    "t.Tensor(3.0)",
    "t.Tensor(None)",
    "t.Tensor('a')",
    "t.Tensor([[1, 2], [3]])",
    "t.ByteTensor([300])",
    "t.FloatTensor([1], device='cuda')",
    "t.autograd.Variable([1, 2])",
)


@pytest.mark.parametrize("made", NUMBERS)
def test_numbers_take_the_type(made: str) -> None:
    agree("x = 1", made)


@pytest.mark.parametrize("name", ["Tensor", "LongTensor", "FloatTensor"])
@pytest.mark.parametrize("shape", SHAPES)
def test_lengths_are_a_shape(name: str, shape: str) -> None:
    sizes = [eval(shape, {"t": each}) for each in (torch, ours)]
    expected = getattr(torch, name)(*sizes[0])
    actual = getattr(ours, name)(*sizes[1])
    assert expected.shape == actual.shape
    assert str(expected.dtype) == str(actual.dtype)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int32, np.int64])
@pytest.mark.parametrize("name", ["Tensor", "LongTensor"])
def test_an_array_is_shared_where_it_has_the_type(name: str, dtype: type) -> None:
    numbers: Any = np.arange(3, dtype=dtype)
    expected, actual = getattr(torch, name)(numbers), getattr(ours, name)(numbers)
    numbers[0] = 7
    assert str(expected.dtype) == str(actual.dtype)
    assert expected.tolist() == actual.tolist()


@pytest.mark.parametrize("made", REFUSED)
def test_what_is_no_row_of_numbers_is_refused(made: str) -> None:
    agree("x = 1", made)


def test_a_tensor_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a"):
        ours.LongTensor(ours.ones(2))


@pytest.mark.parametrize("kind", ["FloatTensor", "LongTensor", "autograd.Variable"])
@pytest.mark.parametrize("made", ["t.ones(2)", "t.ones(2).long()", "[1.0]"])
def test_a_tensor_is_an_instance_of_its_type(kind: str, made: str) -> None:
    agree("x = 1", f"isinstance({made}, t.{kind})")


def test_a_variable_shares_the_memory_of_its_tensor() -> None:
    agree_on_story(
        """
        x = t.ones(2)
        v = t.autograd.Variable(x, requires_grad=True)
        x[0] = 5.0
        (v**2).sum().backward()
        say(v, v.grad, v._version, t.autograd.Variable(v * 2))
        """
    )


@pytest.mark.parametrize("name", ["Tensor", "LongTensor"])
def test_a_tensor_is_taken_as_it_is(name: str) -> None:
    numbers = ours.tensor([1, 2])
    taken = getattr(ours, name)(numbers)
    numbers[0] = 5
    assert [5, 2] == taken.tolist()
    assert ours.int64 is taken.dtype


def test_a_tensor_made_so_is_a_leaf_of_the_recording() -> None:
    with av.record() as rec:
        x = av.Tensor([3.0])
        x.requires_grad = True
        y = x**2
        y.backward()
    assert x.grad is not None
    assert [6.0] == x.grad.tolist()
    assert [["x"], ["y"]] == [list(each.names) for each in rec.trace.graph.nodes]
