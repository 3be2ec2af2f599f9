"""Bags of words: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

from tests.oracle import agree, numbers, ours, run

GIVEN = """
F = t.nn.functional
e = t.sin(t.arange(12.0)).reshape(4, 3).detach().requires_grad_()
words, starts = t.tensor([0, 1, 1, 3]), t.tensor([0, 2, 2])
rows = t.tensor([[0, 2], [3, 3]])
heavy = t.tensor([0.5, -1.0, 2.0, 0.25], requires_grad=True)
"""
MODES = ["", ", mode='sum'", ", mode='max'"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "arguments",
    [
        *("words, e, starts", "rows, e", "rows.int(), e", "words[:0], e, starts * 0"),
        *("words, e, starts, padding_idx=1", "rows, e, padding_idx=-1"),
        *("words, e, t.tensor([0, 2, 4]), include_last_offset=True",),
        *("words[:0], e, starts[:0]", "words, e.double(), starts"),
    ],
)
def test_bags_agree(arguments: str, mode: str) -> None:
    agree(GIVEN, f"F.embedding_bag({arguments}{mode})")


@pytest.mark.parametrize(
    "arguments",
    [
        "words, e, starts, mode='sum', per_sample_weights=heavy",
        "words, e, starts, mode='sum', per_sample_weights=heavy, padding_idx=1",
        "rows, e, mode='sum', per_sample_weights=heavy.reshape(2, 2)",
        "rows, e, max_norm=1.0",
    ],
)
def test_weighted_bags_agree(arguments: str) -> None:
    agree(GIVEN, f"F.embedding_bag({arguments})")


@pytest.mark.parametrize(
    "arguments",
    [
        *("words, e", "words, e, rows", "words, e, starts + 1", "words, e, starts * 3"),
        *("heavy, e, starts", "words, e, starts, mode='x'"),
        *("rows, e[0]", "rows[None], e", "words, e.long(), starts"),
        *("rows, e, per_sample_weights=t.ones(2, 2)",),
        *("rows, e, mode='sum', per_sample_weights=heavy",),
        *("rows, e, mode='sum', per_sample_weights=t.ones(2, 2).double()",),
        *("rows, e, padding_idx=9", "rows, e, mode='max', scale_grad_by_freq=True"),
        *("rows, e.long()",),
    ],
)
def test_what_is_no_bag_is_refused_as_in_pytorch(arguments: str) -> None:
    agree(GIVEN, f"F.embedding_bag({arguments})")


def test_a_frequent_word_learns_as_much_as_a_rare_one() -> None:
    """PyTorch divides some rows by how often others come."""
    arguments = "words, e, starts, mode='sum', scale_grad_by_freq=True"
    space = run(f"{GIVEN}F.embedding_bag({arguments}).sum().backward()", ours)
    assert [1.0, 1.0, 0.0, 1.0] == numbers(space["e"].grad)[:, 0].tolist()


def test_what_is_lacking_says_so() -> None:
    space = run(GIVEN, ours)
    with pytest.raises(NotImplementedError, match="not in autoviz's numpy core"):
        eval("F.embedding_bag(rows, e, sparse=True)", space)
