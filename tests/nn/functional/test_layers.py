"""Layers: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

from tests.oracle import agree

F = "F = t.nn.functional; "
X = {
    "vector": "x = t.tensor([0.5, -1.25, 2.0], requires_grad=True)",
    "matrix": (
        "x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)"
    ),
    "cube": (
        "x = (t.arange(12) * 7 % 12 / 4.0 - 1.0).reshape(2, 2, 3)"
        ".detach().requires_grad_()"
    ),
    "four": (
        "x = (t.arange(12.0) / 4 - 1).reshape(2, 1, 2, 3).detach().requires_grad_()"
    ),
    "constant": "x = t.ones(2, 2, 3)",
    "transposed": "w = t.ones(3, 2, 2, requires_grad=True); x = w.transpose(0, 2)",
    "no_rows": "x = t.ones(0, 3, requires_grad=True)",
    "zero_dim": "x = t.tensor(1.0, requires_grad=True)",
    "too_wide": "x = t.ones(2, 4)",
    "vector_too_wide": "x = t.ones(4)",
    "double": "x = t.ones(2, 3, dtype=t.float64)",
}
WEIGHT = {
    "four_of_three": (
        "W = (t.arange(12.0) / 8 - 0.5).reshape(4, 3).detach().requires_grad_()"
    ),
    "frozen": "W = t.ones(4, 3)",
    "one_of_three": "W = t.tensor([0.5, -1.0, 2.0], requires_grad=True)",
    "cube": "W = t.ones(2, 2, 3)",
}
BIAS = {
    "none": "b = None",
    "four": "b = t.tensor([1.0, -1.0, 0.5, 0.0], requires_grad=True)",
    "matrix": "b = t.ones(2, 4, requires_grad=True)",
    "three": "b = t.ones(3)",
}


@pytest.mark.parametrize("bias", BIAS.values(), ids=BIAS)
@pytest.mark.parametrize("weight", WEIGHT.values(), ids=WEIGHT)
@pytest.mark.parametrize("x", X.values(), ids=X)
def test_a_linear_layer_agrees(x: str, weight: str, bias: str) -> None:
    agree(f"{F}{x}; {weight}; {bias}", "F.linear(x, W, b)")


WORDS = {
    "two_rows": "w = t.tensor([[1, 2], [2, 0]])",
    "one": "w = t.tensor(3)",
    "int32": "w = t.tensor([1, 1], dtype=t.int32)",
    "none": "w = t.zeros(0, dtype=t.int64)",
    "too_large": "w = t.tensor([4])",
    "negative": "w = t.tensor([-1])",
    "floats": "w = t.tensor([1.0])",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize(
    "more",
    [
        *("", ", padding_idx=2", ", padding_idx=-3", ", scale_grad_by_freq=True"),
        *(", max_norm=4.0", ", max_norm=9.0, norm_type=1.0"),
    ],
)
def test_an_embedding_agrees(words: str, more: str) -> None:
    table = "E = t.arange(12.0).reshape(4, 3).detach().requires_grad_()"
    agree(f"{F}{words}; {table}", f"F.embedding(w, E{more})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.embedding(w, E, padding_idx=9)",
        "F.embedding(w, E, padding_idx=-9)",
        "F.embedding(w, E[0])",
        "t.embedding(E, w)",
    ],
)
def test_an_embedding_is_refused_as_in_pytorch(expression: str) -> None:
    agree(f"{F}{WORDS['one']}; E = t.ones(4, 3)", expression)


@pytest.mark.parametrize(
    "expression",
    [
        "F.one_hot(w)",
        "F.one_hot(w, 5)",
        "F.one_hot(w, 1)",
        "F.one_hot(w, 0)",
        "F.one_hot(w[:0])",
        "F.one_hot(w[:0], 3)",
    ],
)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_one_hot_rows_agree(expression: str, words: str) -> None:
    if not (words == WORDS["one"] and "w[" in expression):
        agree(F + words, expression)
