"""Attention with several heads, as ``nn.MultiheadAttention`` computes it.

Linear functions make queries, keys and values; these are cut into heads, each head
attends by itself, and another linear function mixes what they have found. Masks are
brought to one form first: numbers that are added to scores, -inf for what is hidden.

Source: Vaswani and others, *Attention is all you need* (2017), section 3.2.2.

Next: ``pooling``.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

from autoviz.core.apply import apply
from autoviz.core.dtypes import Dtype
from autoviz.core.filled import zeros, zeros_like
from autoviz.core.ops.linalg.addmm import baddbmm
from autoviz.core.ops.linalg.matmul import bmm
from autoviz.core.ops.nn.pad import CONSTANT_PAD
from autoviz.core.ops.shape.cat_stack import cat
from autoviz.core.tensor import Tensor
from autoviz.nn.functional.activations import softmax
from autoviz.nn.functional.attention import scaled_dot_product_attention
from autoviz.nn.functional.dropouts import dropout
from autoviz.nn.functional.layers import linear

__all__ = ["canonical_mask", "multi_head_attention_forward"]

Maybe = Tensor | None
Three = tuple[Tensor, Tensor, Tensor]


def multi_head_attention_forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Maybe,
    in_proj_bias: Maybe,
    bias_k: Maybe,
    bias_v: Maybe,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Tensor,
    out_proj_bias: Maybe,
    training: bool = True,
    key_padding_mask: Maybe = None,
    need_weights: bool = True,
    attn_mask: Maybe = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Maybe = None,
    k_proj_weight: Maybe = None,
    v_proj_weight: Maybe = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[Tensor, Tensor | None]:
    """What was found, and which share each key has in it.

    Args:
        query: what is asked, ``(queries, N, embed_dim)``, or without ``N``.
        key: what is compared with it, ``(keys, N, kdim)``.
        value: what is mixed, ``(keys, N, vdim)``.
        embed_dim_to_check: how long a query has to be.
        num_heads: into how many parts ``embed_dim`` is cut.
        in_proj_weight: makes all three, ``(3 embed_dim, embed_dim)``.
        in_proj_bias: is added to them, ``(3 embed_dim,)``.
        bias_k: one more key for all, ``(1, 1, embed_dim)``.
        bias_v: its value.
        add_zero_attn: whether there is one more key, and value, of zeros.
        dropout_p: how likely a share is set to 0.
        out_proj_weight: mixes the heads, ``(embed_dim, embed_dim)``.
        out_proj_bias: is added to that, ``(embed_dim,)``.
        training: whether anything is set to 0.
        key_padding_mask: where nothing is looked at, ``(N, keys)``.
        need_weights: whether shares are told, ``(N, queries, keys)``.
        attn_mask: likewise for each query, ``(queries, keys)`` or with
            ``N * num_heads`` in front.
        use_separate_proj_weight: whether the next three are used instead.
        q_proj_weight: makes queries, ``(embed_dim, embed_dim)``.
        k_proj_weight: makes keys, ``(embed_dim, kdim)``.
        v_proj_weight: makes values, ``(embed_dim, vdim)``.
        average_attn_weights: whether shares are told on average, not by heads.
        is_causal: whether ``attn_mask`` hides what comes later, and no more.

    Raises:
        AssertionError: sizes do not fit together.
        RuntimeError: a mask is of the wrong size, or missing.
    """
    is_batched = _check_dims(query, key, value, key_padding_mask, attn_mask, num_heads)
    if not is_batched:
        query, key, value = (each.unsqueeze(1) for each in (query, key, value))
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    mask, padding = _masks(query, attn_mask, key_padding_mask, is_causal)
    is_causal = is_causal and padding is None
    if is_causal and not need_weights:
        mask = None  # it says no more than that
    _check_sizes(query, key, value, embed_dim_to_check, use_separate_proj_weight)
    apart = (q_proj_weight, k_proj_weight, v_proj_weight)
    weight = apart if use_separate_proj_weight else in_proj_weight
    q, k, v = _projected(query, key, value, weight, in_proj_bias)
    mask = _checked_mask(mask, query, key, num_heads)
    length, batch, width = query.shape
    if bias_k is not None and bias_v is not None:
        k = cat([k, bias_k.repeat(1, batch, 1)])
        v = cat([v, bias_v.repeat(1, batch, 1)])
        mask, padding = _with_one_more(mask), _with_one_more(padding)
    q, k, v = (_heads(each, num_heads) for each in (q, k, v))
    if add_zero_attn:
        k, v = (_with_zeros(each) for each in (k, v))
        mask, padding = _with_one_more(mask), _with_one_more(padding)
    mask = _merged(mask, padding, k.shape[1], batch, num_heads)
    p = dropout_p if training else 0.0
    shares = None
    if need_weights:
        found, shares = _step_by_step(q, k, v, mask, p)
        shares = _by_heads(shares, batch, average_attn_weights)
    else:
        found = _fused(q, k, v, mask, p, is_causal, batch)
    found = linear(found.reshape(length * batch, width), out_proj_weight, out_proj_bias)
    found = found.view(length, batch, found.shape[1])
    if is_batched:
        return found, shares
    return found.squeeze(1), None if shares is None else shares.squeeze(0)


# masks


def canonical_mask(
    mask: Maybe,
    name: str,
    dtype: Dtype,
    other: Maybe = None,
    other_name: str = "",
) -> Maybe:
    """A mask as numbers to be added: where it was True, -inf.

    Raises:
        AssertionError: it is one of whole numbers.
    """
    if mask is None:
        return None
    if mask.dtype.name != "bool" and not mask.dtype.is_floating_point:
        raise AssertionError(f"only bool and floating types of {name} are supported")
    if other is not None and mask.dtype is not other.dtype:
        warnings.warn(
            f"Support for mismatched {name} and {other_name} is deprecated. Use same "
            "type for both instead.",
            stacklevel=3,
        )
    if mask.dtype.is_floating_point:
        return mask
    return zeros_like(mask, dtype=dtype).masked_fill_(mask, -math.inf)


def _masks(
    query: Tensor, mask: Maybe, padding: Maybe, is_causal: bool
) -> tuple[Maybe, Maybe]:
    names = ("key_padding_mask", "attn_mask")
    padding = canonical_mask(padding, names[0], query.dtype, mask, names[1])
    if is_causal and mask is None:
        raise RuntimeError(NEEDS_MASK)
    return canonical_mask(mask, names[1], query.dtype), padding


def _checked_mask(mask: Maybe, query: Tensor, key: Tensor, heads: int) -> Maybe:
    if mask is None:
        return None
    sizes = (query.shape[0], key.shape[0])
    expected = sizes if mask.ndim == 2 else (query.shape[1] * heads, *sizes)
    if mask.shape != expected:
        raise RuntimeError(
            f"The shape of the {mask.ndim}D attn_mask is {mask.shape}, but should be "
            f"{expected}."
        )
    return mask.unsqueeze(0) if mask.ndim == 2 else mask


def _with_one_more(mask: Maybe) -> Maybe:
    """For one more key, which is not hidden."""
    return None if mask is None else apply(CONSTANT_PAD, mask, pad=(0, 1))


def _merged(mask: Maybe, padding: Maybe, keys: int, batch: int, heads: int) -> Maybe:
    """One mask for both."""
    if padding is None:
        return mask
    if padding.shape != (batch, keys):
        which = 0 if padding.shape[0] != batch else 1
        raise AssertionError(
            f"Expected key_padded_mask.shape[{which}] to be {(batch, keys)[which]}, "
            f"but got {padding.shape[which]}"
        )
    spread = padding.view(batch, 1, 1, keys).expand(-1, heads, -1, -1)
    spread = spread.reshape(batch * heads, 1, keys)
    return spread if mask is None else mask + spread


# queries, keys, values


def _projected(
    query: Tensor, key: Tensor, value: Tensor, weight: Any, bias: Maybe
) -> Three:
    """With one weight for the three; in one product, as far as they are the same."""
    if isinstance(weight, tuple):
        return _projected_apart((query, key, value), weight, bias)
    width = query.shape[-1]
    if key is not value:
        weights = weight.chunk(3)
        biases = (None,) * 3 if bias is None else bias.chunk(3)
        each = zip((query, key, value), weights, biases, strict=True)
        q, k, v = (linear(*three) for three in each)
        return q, k, v
    if query is key:
        q, k, v = _several(linear(query, weight, bias), 3, width)
        return q, k, v
    sizes = [width, width * 2]
    w_query, w_both = weight.split(sizes)
    b_query, b_both = (None, None) if bias is None else bias.split(sizes)
    q = linear(query, w_query, b_query)
    k, v = _several(linear(key, w_both, b_both), 2, width)
    return q, k, v


def _several(product: Tensor, count: int, width: int) -> list[Tensor]:
    parts = product.unflatten(-1, (count, width)).unsqueeze(0)
    parts = parts.transpose(0, -2).squeeze(-2).contiguous()
    return [parts[at] for at in range(count)]


def _projected_apart(given: Three, weights: Any, bias: Maybe) -> Three:
    """With a weight for each."""
    width = given[0].shape[-1]
    names = ("query", "key", "value")
    for name, each, weight in zip(names, given, weights, strict=True):
        if weight.shape != (width, each.shape[-1]):
            raise AssertionError(
                f"expecting {name} weights shape of {(width, each.shape[-1])}, but got "
                f"{weight.shape}"
            )
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    q, k, v = (linear(*three) for three in zip(given, weights, biases, strict=True))
    return q, k, v


def _heads(given: Tensor, heads: int) -> Tensor:
    """Each head for itself: ``(N * heads, length, width of a head)``."""
    length, batch, width = given.shape
    return given.view(length, batch * heads, width // heads).transpose(0, 1)


def _with_zeros(given: Tensor) -> Tensor:
    shape = (given.shape[0], 1, given.shape[2])
    return cat([given, zeros(shape, dtype=given.dtype)], dim=1)


# attending


def _step_by_step(
    q: Tensor, k: Tensor, v: Tensor, mask: Maybe, p: float
) -> tuple[Tensor, Tensor]:
    """What is found, and the shares of the keys in it."""
    scaled = q * math.sqrt(1.0 / q.shape[2])
    turned = k.transpose(-2, -1)
    scores = bmm(scaled, turned) if mask is None else baddbmm(mask, scaled, turned)
    shares = softmax(scores, dim=-1)
    if p > 0.0:
        shares = dropout(shares, p=p)
    return bmm(shares, v).transpose(0, 1), shares


def _by_heads(shares: Tensor, batch: int, is_averaged: bool) -> Tensor:
    """The shares that each head has found, or what they are on average."""
    shares = shares.view(batch, -1, *shares.shape[1:])
    return shares.mean(dim=1) if is_averaged else shares


def _fused(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Maybe,
    p: float,
    is_causal: bool,
    batch: int,
) -> Tensor:
    """In one operation, which does not tell shares."""
    heads = q.shape[0] // batch
    if mask is not None and mask.shape[0] == 1:
        mask = mask.unsqueeze(0)
    elif mask is not None:
        mask = mask.view(batch, heads, -1, k.shape[1])
    q, k, v = (each.view(batch, heads, each.shape[1], -1) for each in (q, k, v))
    found = scaled_dot_product_attention(q, k, v, mask, p, is_causal)
    return found.permute(2, 0, 1, 3)


# refused


def _check_dims(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    padding: Maybe,
    mask: Maybe,
    heads: int,
) -> bool:
    """Whether it is a batch."""
    if query.ndim not in (2, 3):
        raise AssertionError(
            "query should be unbatched 2D or batched 3D tensor but received "
            f"{query.ndim}-D query tensor"
        )
    dims = query.ndim
    title = f"For {'batched' if dims == 3 else 'unbatched'} ({dims}-D) `query`, "
    if key.ndim != dims or value.ndim != dims:
        raise AssertionError(
            f"{title}expected `key` and `value` to be {dims}-D but found {key.ndim}-D "
            f"and {value.ndim}-D tensors respectively"
        )
    if padding is not None and padding.ndim != dims - 1:
        raise AssertionError(
            f"{title}expected `key_padding_mask` to be `None` or {dims - 1}-D but "
            f"found {padding.ndim}-D tensor instead"
        )
    if mask is not None and mask.ndim not in (2, 3):
        raise AssertionError(
            f"{title}expected `attn_mask` to be `None`, 2-D or 3-D but found "
            f"{mask.ndim}-D tensor instead"
        )
    expected = (heads, query.shape[0], key.shape[0])
    if dims == 2 and mask is not None and mask.ndim == 3 and mask.shape != expected:
        raise AssertionError(
            f"Expected `attn_mask` shape to be {expected} but got {mask.shape}"
        )
    return dims == 3


def _check_sizes(
    query: Tensor, key: Tensor, value: Tensor, expected: int, is_apart: bool
) -> None:
    if query.shape[-1] != expected:
        raise AssertionError(
            f"was expecting embedding dimension of {expected}, but got "
            f"{query.shape[-1]}"
        )
    if is_apart and key.shape[:2] != value.shape[:2]:
        raise AssertionError(
            f"key's sequence and batch dims {key.shape[:2]} do not match value's "
            f"{value.shape[:2]}"
        )
    if not is_apart and key.shape != value.shape:
        raise AssertionError(
            f"key shape {key.shape} does not match value shape {value.shape}"
        )


NEEDS_MASK = (
    "Need attn_mask if specifying the is_causal hint. You may use the Transformer "
    "module method `generate_square_subsequent_mask` to create this mask."
)
