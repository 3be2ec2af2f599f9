"""Writing through an index: the same here and in PyTorch, gradients included."""

from __future__ import annotations

import textwrap

import pytest

from tests.oracle import agree, agree_on_story

GIVEN = """
x = t.tensor([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]])
w = t.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 8.0, 7.0, 6.0]],
             requires_grad=True)
i = t.tensor([0, 2])
y = w * 2
"""
PLAIN = (
    "x[i] = 0",
    "x[i] = t.ones(4)",
    "x[i] = t.ones(1, 1, 2, 4)",
    "x[i, i] = t.tensor([1.0, 2.0])",
    "x[:, [1, 1]] = 5.0",
    "x[x > 3] = 0",
    "x[x > 3] = t.arange(8.0)",
    "x[[True, False, True]] = -1.0",
    "x[True] = 3",
    "x[False] = 3",
    "x[t.tensor(True)] = 3",
    "x[[]] = 3",
    "x[i] += 1",
    "x[[0, 0]] += 1",
    "x[1:, i] *= 2",
    "x[0][i] = 7",
)
TRACKED = (
    "y[i] = 0",
    "y[i] = w[1]",
    "y[[0, 0]] = w[1:]",
    "y[y > 6] = 0",
    "y[y > 6] = w[y > 6]",
    "y[y > 6] = w.sum()",
    "y[:, i] = 5.0",
    "y[:, i] = w[:, :2]",
    "y[i] += 1",
    "y[i] *= w[i]",
    "y[i, i] = w[0, :2]",
    "y[0, i] = 5",
    "y[0][i] = w[0, :2]",
    "y[1:, i] = w[:2, :2]",
    "y[i] = w[0].view(1, 1, 4)",
    "x[i] = w[0]",
    "x[x > 3] = w[0, 0]",
    "y.index_put_((i,), w[0], accumulate=True)",
    "y.index_put_((i, i), t.tensor(1.0))",
    "y = y.index_put((i,), w[0])",
    "y = t.index_put(y, (t.tensor([0, 0]),), w[1:], accumulate=True)",
)
WRONG = (
    "x[i] = t.ones(3)",
    "x[i] = t.ones(2, 2, 4)",
    "x[x > 3] = t.ones(7)",
    "x[i] = t.ones(4, dtype=t.float64)",
    "x[i] = t.ones(4, dtype=t.int64)",
    "x[i] = [1, 2, 3, 4]",
    "x[i] = 'a'",
    "x[i] = None",
    "x[[7]] = 1",
    "x[7] = 1",
    "x[1.5] = 1",
    "w[i] = 0",
    "w[0][i] = 0",
    "x.index_put_(i, t.ones(4))",
    "x.index_put_((i,), 2.0)",
    "x.index_put_((None, i), t.ones(2))",
    "x.index_put_((i, i, i), t.ones(2))",
)
TOLD = """
say(x, x._version, y, y._version)
for each in (x, y):
    if each.requires_grad:
        (each * each).sum().backward(retain_graph=True)
        say(w.grad)
"""


@pytest.mark.parametrize("line", PLAIN + TRACKED + WRONG)
def test_writing_to_places_agrees(line: str) -> None:
    agree_on_story(GIVEN + line + textwrap.dedent(TOLD))


@pytest.mark.parametrize("line", TRACKED)
def test_what_was_written_to_has_the_same_graph(line: str) -> None:
    result = "y" if line.startswith("y") else "x"
    agree(GIVEN + line, f"{result} * 1")


def test_a_number_is_written_in_the_type_of_the_tensor() -> None:
    agree_on_story(
        """
        k = t.tensor([1, 2, 3])
        k[[0, 1]] = 2.75
        say(k)
        k[[0]] = t.tensor(1.5)
        """
    )
