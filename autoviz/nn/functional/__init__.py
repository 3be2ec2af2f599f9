"""The functions that networks are made of, as in ``torch.nn.functional``.

Everything here is thin: names, order of arguments and defaults are PyTorch's, and what
is computed stands in the op table (``autoviz.core.ops``), or is put together from it
line by line, so that the graph has the nodes PyTorch's has.

Next: ``activations``, ``layers``, ``attention``, ``images``, ``losses``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.core.ops.nn.embedding import one_hot
from autoviz.nn.functional.activations import (
    gelu,
    leaky_relu,
    leaky_relu_,
    log_softmax,
    logsigmoid,
    relu,
    relu_,
    sigmoid,
    silu,
    softmax,
    softplus,
    tanh,
)
from autoviz.nn.functional.attention import scaled_dot_product_attention
from autoviz.nn.functional.images import avg_pool2d, conv2d, max_pool2d
from autoviz.nn.functional.layers import dropout, embedding, layer_norm, linear
from autoviz.nn.functional.losses import (
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
    "leaky_relu_",
    "linear",
    "log_softmax",
    "logsigmoid",
    "max_pool2d",
    "mse_loss",
    "nll_loss",
    "one_hot",
    "relu",
    "relu_",
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
