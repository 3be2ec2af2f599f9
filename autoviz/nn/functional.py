"""The functions that networks are made of, as in ``torch.nn.functional``.

Everything here is thin: names, order of arguments and defaults are PyTorch's, and what
is computed stands in the op table (``autoviz.core.ops``), or is put together from it
line by line, so that the graph has the nodes PyTorch's has.

Losses are in ``losses``, images in ``images``; all of them are found here.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core.dtypes import Dtype
from autoviz.core.hints import missing
from autoviz.core.ops.linalg.addmm import addmm
from autoviz.core.ops.linalg.matmul import matmul
from autoviz.core.ops.nn import attention, gelu_silu, relu_sigmoid_tanh
from autoviz.core.ops.nn import dropout as dropping
from autoviz.core.ops.nn import embedding as rows
from autoviz.core.ops.nn import layer_norm as normalization
from autoviz.core.ops.nn.embedding import one_hot
from autoviz.core.tensor import Tensor
from autoviz.nn.images import avg_pool2d, conv2d, max_pool2d
from autoviz.nn.losses import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    l1_loss,
    mse_loss,
    nll_loss,
)

__all__ = [
    "avg_pool2d",
    "binary_cross_entropy_with_logits",
    "conv2d",
    "cross_entropy",
    "dropout",
    "embedding",
    "gelu",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "linear",
    "log_softmax",
    "logsigmoid",
    "max_pool2d",
    "mse_loss",
    "nll_loss",
    "one_hot",
    "relu",
    "scaled_dot_product_attention",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """``input @ weight.T + bias``; ``weight`` has a row for each result.

    Raises:
        RuntimeError: the shapes do not fit.
    """
    if 0 in (input.ndim, weight.ndim):
        raise RuntimeError(
            "both arguments to linear need to be at least 1D, but they are "
            f"{input.ndim}D and {weight.ndim}D"
        )
    if bias is None:
        return matmul(input, weight.t())
    if input.dtype is not weight.dtype and weight.ndim <= 2:
        raise RuntimeError(
            "mat1 and mat2 must have the same dtype, but got "
            f"{input.dtype.scalar_type} and {weight.dtype.scalar_type}"
        )
    if input.ndim == 2:
        return addmm(bias, input, weight.t())
    if bias.ndim == 1 and input.ndim and input.is_contiguous():
        *lead, width = input.shape
        rows = addmm(bias, input.view(-1, width), weight.t())
        return rows.view(*lead, rows.shape[1])
    return matmul(input, weight.t()).add_(bias)


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """``max(x, 0)``."""
    return input.relu_() if inplace else input.relu()


def leaky_relu(
    input: Tensor, negative_slope: float = 0.01, inplace: bool = False
) -> Tensor:
    """A number above 0 as it is, below times ``negative_slope``."""
    run = gelu_silu.leaky_relu_ if inplace else gelu_silu.leaky_relu
    return run(input, negative_slope)


def gelu(input: Tensor, *, approximate: str = "none") -> Tensor:
    """``x * Φ(x)``; with ``approximate="tanh"``, tanh in place of Φ."""
    return gelu_silu.gelu(input, approximate)


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """Each number times its sigmoid: ``x * sigmoid(x)``."""
    return gelu_silu.silu_(input) if inplace else gelu_silu.silu(input)


def tanh(input: Tensor) -> Tensor:
    """Hyperbolic tangent, between -1 and 1."""
    return input.tanh()


def sigmoid(input: Tensor) -> Tensor:
    """``1 / (1 + e^-x)``, between 0 and 1."""
    return input.sigmoid()


def logsigmoid(input: Tensor) -> Tensor:
    """``log(sigmoid(x))``."""
    return gelu_silu.logsigmoid(input)


def softplus(input: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """A smooth relu: ``log(1 + e^(beta x)) / beta``."""
    return relu_sigmoid_tanh.softplus(input, beta, threshold)


def softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: Dtype | None = None,
) -> Tensor:
    """Probabilities along ``dim``; they sum to 1."""
    along = _dim("softmax", dim, input.ndim, _stacklevel)
    return input.softmax(along, dtype=dtype)


def log_softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: Dtype | None = None,
) -> Tensor:
    """The logarithms of those probabilities."""
    along = _dim("log_softmax", dim, input.ndim, _stacklevel)
    return input.log_softmax(along, dtype=dtype)


def _dim(name: str, dim: int | None, ndim: int, stacklevel: int) -> int:
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to "
        "include dim=X as an argument.",
        stacklevel=stacklevel,
    )
    return 0 if ndim in (0, 1, 3) else 1


def dropout(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some numbers set to 0, each with probability ``p``; the others enlarged.

    Raises:
        ValueError: ``p`` is no probability.
    """
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    run = dropping.dropout_ if inplace else dropping.dropout
    return run(input, p, training)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of ``weight`` that ``input`` names.

    Raises:
        AssertionError: ``padding_idx`` is no row.
        NotImplementedError: ``max_norm`` or ``sparse``.
    """
    if max_norm is not None or sparse:
        raise NotImplementedError(
            "embedding with max_norm or sparse=True is not in autoviz's numpy core; "
            "record real PyTorch instead: av.record() sees that too"
        )
    if padding_idx is None:
        padding_idx = -1
    else:
        count = weight.shape[0]
        if not -count <= padding_idx < count:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= count
    return rows.embedding(weight, input, padding_idx, scale_grad_by_freq, sparse)


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """Rows of shape ``normalized_shape`` with mean 0 and variance 1, then stretched.

    Raises:
        RuntimeError: the shapes do not fit.
    """
    return normalization.layer_norm(input, normalized_shape, weight, bias, eps)


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
    if attention.is_fused(query, key, value, mask, dropout_p):
        return attention.fused(query, key, value, mask, dropout_p, is_causal, scale)
    if is_causal:
        if mask is not None:
            raise RuntimeError(
                "_scaled_dot_product_attention: Explicit attn_mask should not be set "
                "when is_causal=True"
            )
        earlier = np.tri(query.shape[-2], key.shape[-2], dtype=bool)
        mask = _added(Tensor(earlier), query)
    shares = attention.step_by_step(query, key, mask, scale)
    return dropping.dropout(shares, dropout_p, True) @ value


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
    return Tensor(np.where(attn_mask.array, kind(0), kind(-np.inf)))
