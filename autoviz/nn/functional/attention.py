"""Attention: which form of it is computed, and what is refused.

Every query finds a mixture of values, with shares by how well it fits their keys. It is
one node where PyTorch's is, and otherwise a product, a softmax and another product.

Source: Vaswani and others, *Attention is all you need* (2017), formula 1.

Next: ``multi_head_attention``.
"""

from __future__ import annotations

import numpy as np

from autoviz.core.ops.nn.attention import fused, is_fused, step_by_step
from autoviz.core.ops.nn.dropout import dropout
from autoviz.core.tensor import Tensor, wrap

__all__ = ["scaled_dot_product_attention"]


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """``softmax(query @ key.mT * scale) @ value``, over the last two dimensions.

    A mask of bools says what may be looked at; one of numbers is added.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> q, k, v = av.zeros(1, 2), av.ones(2, 2), av.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> F.scaled_dot_product_attention(q, k, v)
    tensor([[2., 3.]])

    Raises:
        RuntimeError: shapes or types do not fit.
        NotImplementedError: ``enable_gqa``.
    """
    if enable_gqa:
        raise NotImplementedError(
            "attention with enable_gqa=True is not in autoviz's numpy core; record "
            "real PyTorch instead: av.record() sees that too"
        )
    _check_attention(query, key, value, attn_mask)
    mask = _added(attn_mask, query)
    if is_fused(query, key, value, mask, dropout_p):
        return fused(query, key, value, mask, dropout_p, is_causal, scale)
    if is_causal:
        if mask is not None:
            raise RuntimeError(
                "_scaled_dot_product_attention: Explicit attn_mask should not be set "
                "when is_causal=True"
            )
        earlier = np.tri(query.shape[-2], key.shape[-2], dtype=bool)
        mask = _added(wrap(earlier), query)
    shares = step_by_step(query, key, mask, scale)
    return dropout(shares, dropout_p, True) @ value


def _check_attention(
    query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None
) -> None:
    expected = "Expected query, key, and value to"
    if min(query.ndim, key.ndim, value.ndim) < 2:
        raise RuntimeError(
            f"{expected} all be  at least 2 dimensional, but got query.dim: "
            f"{query.ndim} key.dim: {key.ndim} and value.dim: {value.ndim} instead."
        )
    if not query.dtype is key.dtype is value.dtype:
        raise RuntimeError(
            f"{expected} have the same dtype, but got query.dtype: "
            f"{query.dtype.c_name} key.dtype: {key.dtype.c_name} and value.dtype: "
            f"{value.dtype.c_name} instead."
        )
    if attn_mask is None or attn_mask.dtype is query.dtype:
        return
    if attn_mask.dtype.name not in ("bool", "float32"):
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but "
            f"got attn_mask.dtype: {attn_mask.dtype.c_name} and  query.dtype: "
            f"{query.dtype.c_name} instead."
        )


def _added(attn_mask: Tensor | None, query: Tensor) -> Tensor | None:
    """What is hidden gets -inf added."""
    if attn_mask is None or attn_mask.dtype.is_floating_point:
        return attn_mask
    kind = query.dtype.numpy.type
    return wrap(np.where(attn_mask.array, kind(0), kind(-np.inf)))
