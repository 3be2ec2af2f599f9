"""Embeddings: made, told, saved and called as PyTorch's are."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

WORDS = "x = t.tensor([[1, 1], [4, 0]])"

CASES = (
    ("nn.Embedding(5, 3)", WORDS),
    ("nn.Embedding(5, 3)", "x = t.tensor([5])"),
    ("nn.Embedding(5, 3, padding_idx=1)", WORDS),
    (
        "nn.Embedding(5, 3, padding_idx=-1, norm_type=1.0, scale_grad_by_freq=True)",
        WORDS,
    ),
    ("nn.Embedding(5, 3, padding_idx=5)", WORDS),
    ("nn.Embedding.from_pretrained(t.ones(2, 3))", "x = t.tensor([1])"),
    ("nn.Embedding.from_pretrained(t.ones(2, 3), freeze=False)", "x = t.tensor([1])"),
    ("nn.Embedding.from_pretrained(t.ones(2))", "x = t.tensor([1])"),
    ("nn.EmbeddingBag(5, 3)", "x = t.tensor([[1, 1, 0], [4, 0, 2]])"),
    ("nn.EmbeddingBag(5, 3)", "x = t.tensor([1, 1, 0, 4]); y = t.tensor([0, 2])"),
    (
        "nn.EmbeddingBag(5, 3, mode='sum', padding_idx=1)",
        "x = t.tensor([[1, 1, 0], [4, 0, 2]])",
    ),
    (
        "nn.EmbeddingBag(5, 3, norm_type=1.0, mode='max')",
        "x = t.tensor([[1, 1, 0], [4, 0, 2]])",
    ),
    ("nn.EmbeddingBag(5, 3, padding_idx=7)", "x = t.tensor([[1, 1, 0], [4, 0, 2]])"),
    (
        "nn.EmbeddingBag.from_pretrained(t.ones(5, 3))",
        "x = t.tensor([[1, 1, 0], [4, 0, 2]])",
    ),
    (
        "nn.EmbeddingBag.from_pretrained(t.ones(5, 3), False, padding_idx=-1)",
        "x = t.tensor([[1, 1, 0], [4, 0, 2]])",
    ),
    (
        "nn.EmbeddingBag.from_pretrained(t.ones(5))",
        "x = t.tensor([[1, 1, 0], [4, 0, 2]])",
    ),
)


@pytest.mark.parametrize(("layer", "inputs"), CASES)
def test_sparse_agrees(layer: str, inputs: str) -> None:
    agree_on_layer(layer, inputs)
