"""Attention: PyTorch's nodes and shares, with every kind of mask."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer

X = "x = wave(5, 2, 4)"
HIDDEN = f"{X}; k = t.tensor([[False, True, False, False, True], [False] * 5])"
LATER = f"{X}; k = t.ones(5, 5).triu(1).bool()"

CASES = (
    ("nn.MultiheadAttention(4, 2)", X, "module(x, x, x)"),
    ("nn.MultiheadAttention(4, 2)", X, "module(x, x, x, need_weights=False)"),
    ("nn.MultiheadAttention(4, 2)", f"{X}; y = wave(3, 2, 4)", "module(x, y, y)"),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; y = wave(3, 2, 4); z = wave(3, 2, 4, at=3)",
        "module(x, y, z, average_attn_weights=False)",
    ),
    ("nn.MultiheadAttention(4, 2)", HIDDEN, "module(x, x, x, key_padding_mask=k)"),
    (
        "nn.MultiheadAttention(4, 2)",
        HIDDEN,
        "module(x, x, x, key_padding_mask=k, need_weights=False)",
    ),
    ("nn.MultiheadAttention(4, 2)", LATER, "module(x, x, x, attn_mask=k)"),
    (
        "nn.MultiheadAttention(4, 2)",
        LATER,
        "module(x, x, x, attn_mask=k, need_weights=False)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        LATER,
        "module(x, x, x, attn_mask=k, need_weights=False, is_causal=True)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        LATER,
        "module(x, x, x, attn_mask=k, is_causal=True)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(4, 5, 5)",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(4, 5, 5)",
        "module(x, x, x, attn_mask=k, need_weights=False)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(3, 5, 5)",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(5, 4)",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(5)",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = t.tensor([1])",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; k = wave(5, 5); p = t.zeros(2, 5).bool()",
        "module(x, x, x, p, attn_mask=k)",
    ),
    ("nn.MultiheadAttention(4, 2)", X, "module(x, x, x, is_causal=True)"),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; p = t.zeros(2, 4).bool()",
        "module(x, x, x, p)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; p = t.zeros(3, 5).bool()",
        "module(x, x, x, p)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; p = t.zeros(5).bool()",
        "module(x, x, x, p)",
    ),
    ("nn.MultiheadAttention(4, 2)", "x = wave(5, 4)", "module(x, x, x)"),
    (
        "nn.MultiheadAttention(4, 2)",
        "x = wave(5, 4); p = t.tensor([False, True, False, False, False])",
        "module(x, x, x, p, need_weights=False)",
    ),
    (
        "nn.MultiheadAttention(4, 2)",
        "x = wave(5, 4); y = wave(5, 1, 4)",
        "module(x, y, y)",
    ),
    ("nn.MultiheadAttention(4, 2)", "x = wave(5, 2, 3)", "module(x, x, x)"),
    (
        "nn.MultiheadAttention(4, 2)",
        f"{X}; y = wave(3, 2, 4); z = wave(4, 2, 4)",
        "module(x, y, z)",
    ),
    ("nn.MultiheadAttention(4, 2)", "x = wave(5)", "module(x, x, x)"),
    (
        "nn.MultiheadAttention(4, 2)",
        "x = wave(5, 4); k = wave(3, 5, 5)",
        "module(x, x, x, attn_mask=k)",
    ),
    (
        "nn.MultiheadAttention(4, 2, bias=False, add_bias_kv=True, add_zero_attn=True)",
        X,
        "module(x, x, x)",
    ),
    (
        "nn.MultiheadAttention(4, 2, bias=False, add_bias_kv=True, add_zero_attn=True)",
        X,
        "module(x, x, x, need_weights=False)",
    ),
    (
        "nn.MultiheadAttention(4, 2, bias=False, add_bias_kv=True, add_zero_attn=True)",
        f"{HIDDEN}; p = k; k = wave(5, 5)",
        "module(x, x, x, p, attn_mask=k)",
    ),
    ("nn.MultiheadAttention(4, 2, batch_first=True)", X, "module(x, x, x)"),
    (
        "nn.MultiheadAttention(4, 2, batch_first=True)",
        X,
        "module(x, x, x, need_weights=False)",
    ),
    (
        "nn.MultiheadAttention(4, 2, batch_first=True)",
        f"{X}; y = wave(5, 3, 4)",
        "module(x, y, y)",
    ),
    (
        "nn.MultiheadAttention(4, 2, batch_first=True)",
        f"{X}; y = wave(5, 3, 4); z = wave(5, 3, 4, at=2)",
        "module(x, y, z)",
    ),
    (
        "nn.MultiheadAttention(4, 2, batch_first=True)",
        "x = wave(5, 4)",
        "module(x, x, x)",
    ),
    (
        "nn.MultiheadAttention(4, 2, dropout=0.5, batch_first=True).eval()",
        X,
        "module(x, x, x)",
    ),
    (
        "nn.MultiheadAttention(4, 1, kdim=3, vdim=2)",
        f"{X}; y = wave(3, 2, 3); z = wave(3, 2, 2)",
        "module(x, y, z)",
    ),
    ("nn.MultiheadAttention(4, 1, kdim=3, vdim=2)", X, "module(x, x, x)"),
    ("nn.MultiheadAttention(4, 3)", X, "module(x, x, x)"),
    ("nn.MultiheadAttention(0, 3)", X, "module(x, x, x)"),
)


@pytest.mark.parametrize("result", ["[0]", "[1]"])
@pytest.mark.parametrize(("layer", "inputs", "call"), CASES)
def test_attention_agrees(layer: str, inputs: str, call: str, result: str) -> None:
    agree_on_layer(layer, inputs, call + result)
