"""Attention: each query looks at all keys, and takes a mixture of the values.

How well a query and a key fit is their dot product; softmax makes shares of that, and
the result is the values in these shares. So a value gets back the gradient of all who
took from it, in the same shares. That of the scores is softmax's: a key gains as far
as its value would have done better than the mixture did.

PyTorch has it in one node, for four dimensions of which the last are equal. What that
node does not take, it computes step by step: ``step_by_step``.

Next: ``autoviz.nn.functional``, where these have their public names.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.nn.softmax import SAFE_SOFTMAX
from autoviz.core.ops.pointwise.exp_log import EXP
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.tensor import Tensor

__all__ = ["ATTENTION", "FACES", "PUBLIC", "fused", "is_fused", "step_by_step"]


def _earlier(scores: Any) -> Array:
    """Which keys are not later than the query."""
    return np.tri(*scores.shape[-2:], dtype=bool)


def _factor(query: Any, scale: float | None) -> float:
    """By default such that the scores of long vectors do not get large."""
    width: int = query.shape[-1]
    return width**-0.5 if scale is None else scale


def _scores(
    query: Any, key: Any, attn_mask: Any, is_causal: bool, scale: float | None
) -> Any:
    fit = query @ key.mT * _factor(query, scale)
    if attn_mask is not None:
        fit = fit + attn_mask
    return choose(_earlier(fit), fit, -math.inf) if is_causal else fit


def _attention(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None,
    dropout_p: float,
    is_causal: bool,
    scale: float | None,
) -> Any:
    """The mixtures, and for each query the logarithm of what its shares sum to."""
    shares = np.asarray(_scores(query, key, attn_mask, is_causal, scale), query.dtype)
    best = shares.max(-1, keepdims=True)
    np.maximum(best, np.finfo(query.dtype).min, out=best)  # all may be hidden
    shares -= best
    np.exp(shares, out=shares)
    total = shares.sum(-1, keepdims=True)
    np.maximum(total, np.finfo(query.dtype).tiny, out=total)
    mixed = laid_out(shares @ value / total, query)
    return mixed, (best + np.log(total)).squeeze(-1)


def _shares(
    g: Any,
    query: Any,
    key: Any,
    attn_mask: Any,
    logsumexp: Any,
    is_causal: bool,
    scale: float | None,
) -> Any:
    """Computed again: to keep them would take much more memory than the rest.

    With create_graph it must be known how they come from query and key.
    """
    scores = _scores(query, key, attn_mask, is_causal, scale)
    if isinstance(g, Tensor):
        return apply(SAFE_SOFTMAX, scores, dim=-1)
    return apply(EXP, scores - logsumexp[..., None])


def _to_scores(
    g: Any,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any,
    output: Any,
    logsumexp: Any,
    is_causal: bool,
    scale: float | None,
) -> Any:
    """The gradient of the products, before they were scaled."""
    shares = _shares(g, query, key, attn_mask, logsumexp, is_causal, scale)
    did = apply(SUM_DIM, g * output, dim=(query.ndim - 1,), keepdim=True)
    gain = shares * (g @ value.mT - did)
    return gain * _factor(query, scale)


def _to_query(
    g: Any,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any,
    output: Any,
    logsumexp: Any,
    dropout_p: float,
    is_causal: bool,
    scale: float | None,
) -> Any:
    given = (query, key, value, attn_mask, output, logsumexp, is_causal, scale)
    return _to_scores(g, *given) @ key


def _to_key(
    g: Any,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any,
    output: Any,
    logsumexp: Any,
    is_causal: bool,
    scale: float | None,
) -> Any:
    given = (query, key, value, attn_mask, output, logsumexp, is_causal, scale)
    return _to_scores(g, *given).mT @ query


def _to_value(
    g: Any,
    query: Any,
    key: Any,
    attn_mask: Any,
    logsumexp: Any,
    is_causal: bool,
    scale: float | None,
) -> Any:
    return _shares(g, query, key, attn_mask, logsumexp, is_causal, scale).mT @ g


_SCORES = "shares(query, key) * (g @ value.mT - sum(g @ value.mT * shares(query, key)))"
"""What goes back to the scores, before they were scaled."""

ATTENTION = Op(
    "scaled_dot_product_attention",
    "ScaledDotProductFlashAttentionForCpuBackward0",
    ("query", "key", "value", "attn_mask"),
    _attention,
    (
        Grad(f"({_SCORES} @ key) * scale", _to_query),
        Grad(f"(({_SCORES}).mT @ query) * scale", _to_key),
        Grad("shares(query, key).mT @ g", _to_value),
    ),
    symbol="attention({0}, {1}, {2})",
    dtype="same",
    results=("output",),
    optional=("attn_mask",),
    aside=("logsumexp",),
)


def is_fused(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None,
    dropout_p: float,
) -> bool:
    """Whether PyTorch does it in one node."""
    if not query.ndim == key.ndim == value.ndim == 4 or dropout_p != 0.0:
        return False
    if attn_mask is not None and (attn_mask.ndim == 3 or attn_mask.requires_grad):
        return False
    fits = query.shape[:2] == key.shape[:2] and key.shape[:3] == value.shape[:3]
    equal = query.shape[3] == key.shape[3] == value.shape[3]
    return fits and equal and 0 not in (*query.shape, *key.shape)


def fused(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None,
    dropout_p: float,
    is_causal: bool,
    scale: float | None,
) -> Tensor:
    """All in one node."""
    told = {"dropout_p": dropout_p, "is_causal": is_causal, "scale": scale}
    return apply(ATTENTION, query, key, value, attn_mask, **told)


def step_by_step(
    query: Tensor, key: Tensor, attn_mask: Tensor | None, scale: float | None
) -> Tensor:
    """The shares; the root of the scale goes to either side, so neither gets large."""
    root = math.sqrt(_factor(query, scale))
    query = times(query, root)
    scores = query @ times(key.transpose(-2, -1), root)
    if attn_mask is not None:
        scores.add_(attn_mask)
    shares: Tensor = apply(SAFE_SOFTMAX, scores, dim=-1)
    return shares


PUBLIC: dict[str, Any] = {}

FACES = ()
