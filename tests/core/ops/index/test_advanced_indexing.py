"""Indexing with lists and masks: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

GIVEN = """
import numpy as np
x = t.tensor([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
c = t.tensor([[[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]], [[6.0, 7.0], [8.0, 9.0],
              [10.0, 11.0]]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0], requires_grad=True)
"""
LISTS = (
    "x[[0, 2]]",
    "x[[0, 0, -1]]",
    "x[:, [0, 1]]",
    "x[..., [0, 1]]",
    "x[1:, [0, 1]]",
    "x[[0, 1], 1:]",
    "x[0, [0, 1]]",
    "x[[0, 1], 0]",
    "x[[0, 1], [1, 2]]",
    "x[[0, 1], [2]]",
    "x[[[0], [1]], [1, 2]]",
    "x[[[0, 1], [1, 2]]]",
    "x[None, [0, 1]]",
    "x[[0, 1], None]",
    "x[:, None, [0, 1]]",
    "x[[]]",
    "x[:, []]",
    "x[[], []]",
    "x[[5], []]",
    "x[(0, 1),]",
    "x[range(2)]",
    "x[np.array([0, 1])]",
    "x[np.array([True, False, True])]",
    "x[np.int64(1)]",
    "x[t.tensor([0, 1])]",
    "x[t.tensor([[0, 1], [1, 2]])]",
    "x[t.tensor([1, 0], dtype=t.int32)]",
    "x[t.tensor(1), [0]]",
    "x[[0, 1]][[1]]",
    "x.T[[0, 1]]",
    "x.T[:, [0, 1]]",
    "c[[0, 1], :, [0, 1]]",
    "c[:, [0, 1], [0, 1]]",
    "c[[0, 1], [0, 1], :]",
    "c[[[0], [1]], :, [0, 1]]",
    "c[[0, 1], None, [0, 1]]",
    "c[:1, [0, 1], [1, 0]]",
    "c[0, :, [0, 1]]",
    "v[[0]]",
    "v[[[2, 1], [0, 0]]]",
)
MASKS = (
    "x[x > 3]",
    "x[x < 0]",
    "x[x[:, 0] > 1]",
    "x[:, x[0] > 1]",
    "x[[True, False, True]]",
    "x[[1, False, True]]",
    "x[x[:, 0] > 1, 0]",
    "x[x[:, 0] > 1, 1:]",
    "x[x[:, 0] > 1, [0, 1]]",
    "c[c > 3]",
    "c[:, c[0] > 3]",
    "c[c[0, 0, 0] > 0]",
    "c[c[:, :, 0] > 2]",
    "c[c[:, :, 0] > 2, 1:]",
    "c[c[:, :, 0] > 7, [0, 1]]",
    "c[c[:, :, 0] > 2, ...]",
    "x[True]",
    "x[False]",
    "x[True, 0]",
    "x[0, True]",
    "x[[0, 1], True]",
    "x[t.tensor(True)]",
    "x[t.tensor(True), [0]]",
    "x[v.detach() > 1]",
)
WRONG = (
    "x[[0, 5]]",
    "x[[0, -4]]",
    "x[:, [0, 5]]",
    "x[[0, 1], [0, 1, 2]]",
    "x[[0, 7], [0, 5]]",
    "x[t.tensor([0.5])]",
    "x[t.tensor(0.5)]",
    "x[['a']]",
    "x[t.tensor([True, False])]",
    "x[:, t.tensor([True, False])]",
    "x[t.tensor([[True, False]])]",
    "x[[True, False]]",
    "x[c > 0]",
    "c[x > 0]",
    "x[0, 0, [0]]",
    "x[[0], [0], [0]]",
    "x[..., ..., [0]]",
    "x[5, [0]]",
    "x[[0], 5]",
    "c[:, [0, 1], :, [1]]",
    "v[[0], 0]",
)
OF_ANYTHING = (
    "x[[0]]",
    "x[[0, 0]]",
    "x[..., [0]]",
    "x[x > 0.4]",
    "x[True]",
    "x[[-1], None]",
    "x[None, [0]]",
    "x[[]]",
)


@pytest.mark.parametrize("expression", LISTS + MASKS + WRONG)
def test_an_index_of_lists_or_masks_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", OF_ANYTHING)
def test_a_list_as_the_index_of_anything_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "index", ["[0, slice(None)]", "[None, 0]", "[[0, 1], [1]]", "[...]", "[x > 3]"]
)
def test_a_list_that_stands_for_a_tuple_agrees(index: str) -> None:
    agree(GIVEN, f"x[{index}]")


def test_a_mask_of_small_integers_is_still_one() -> None:
    agree(GIVEN, "x[t.tensor([1, 0, 1], dtype=t.uint8)]")
    agree(GIVEN, "x[t.tensor(1, dtype=t.uint8)]")


@pytest.mark.parametrize("expression", ["[[0]]", "[:, [0]]", "[[0], [0]]"])
@pytest.mark.parametrize("shape", ["0, 3", "3, 0"])
def test_an_index_of_nothing_agrees(expression: str, shape: str) -> None:
    agree(f"x = t.zeros({shape}, requires_grad=True)", f"x{expression}")


def test_an_index_that_was_changed_is_noticed() -> None:
    agree_on_story(
        """
        x = t.ones(3, requires_grad=True)
        i = t.tensor([0, 2])
        y = x[i]
        i.add_(-1)
        y.sum().backward()
        """
    )
