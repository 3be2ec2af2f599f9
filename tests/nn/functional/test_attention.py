"""Attention in one node or step by step, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

F = "F = t.nn.functional; "


def _qkv(*size: int, value: int | None = None) -> str:
    last = (*size[:-1], value or size[-1])
    return "; ".join(
        f"{name} = ({f}(t.arange({count}.0) * {step})).reshape{shape}"
        ".detach().requires_grad_()"
        for name, f, step, shape in (
            ("q", "t.cos", 1, size),
            ("k", "t.sin", 2, size),
            ("v", "t.cos", 3, last),
        )
        for count in [_count(shape)]
    )


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for each in shape:
        count *= each
    return count


@pytest.mark.parametrize(
    "more",
    [
        "",
        ", is_causal=True",
        ", scale=0.5",
        ", attn_mask=t.ones(3, 3).tril() > 0",
        ", attn_mask=t.zeros(3, 3).tril()",
        ", attn_mask=t.zeros(1, 1, 1, 3) - 0.5",
        ", attn_mask=t.ones(3, 3, requires_grad=True)",
        ", attn_mask=t.ones(3, 3, dtype=t.int64)",
        ", dropout_p=1.0",
    ],
)
@pytest.mark.parametrize(
    "given",
    [
        _qkv(1, 2, 3, 4),
        _qkv(2, 3, 4),
        _qkv(3, 4),
        _qkv(1, 2, 3, 4, value=2),
        _qkv(3),
        _qkv(1, 2, 3, 4) + "; k = k.double()",
        _qkv(1, 2, 3, 4) + "; k = k[..., :3]",
    ],
    ids=["fused", "three", "two", "narrow", "one", "mixed", "misfit"],
)
def test_attention_agrees(given: str, more: str) -> None:
    agree(F + given, f"F.scaled_dot_product_attention(q, k, v{more})")


def test_a_row_that_may_look_at_nothing_gets_nothing() -> None:
    mask = "m = t.tensor([[True, False, True], [False] * 3, [True] * 3])"
    agree(
        f"{F}{_qkv(1, 2, 3, 4)}; {mask}",
        "F.scaled_dot_product_attention(q, k, v, attn_mask=m)",
    )
