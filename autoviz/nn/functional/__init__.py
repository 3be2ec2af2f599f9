"""The functions that networks are made of, as in ``torch.nn.functional``.

Everything here is thin: names, order of arguments and defaults are PyTorch's, and what
is computed stands in the op table (``autoviz.core.ops``), or is put together from it
line by line, so that the graph has the nodes PyTorch's has.

Next: ``activations``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.core.ops.nn.adaptive_pool import adaptive_avg_pool1d, adaptive_avg_pool2d
from autoviz.core.ops.nn.avg_pool import avg_pool1d, avg_pool2d
from autoviz.core.ops.nn.bilinear import bilinear
from autoviz.core.ops.nn.conv import conv1d, conv2d, conv3d
from autoviz.core.ops.nn.conv_transpose import (
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from autoviz.core.ops.nn.distance import cosine_similarity, pairwise_distance, pdist
from autoviz.core.ops.nn.embedding import one_hot
from autoviz.core.ops.nn.max_pool import (
    max_pool1d_with_indices,
    max_pool2d_with_indices,
)
from autoviz.core.ops.nn.pixel_shuffle import (
    channel_shuffle,
    pixel_shuffle,
    pixel_unshuffle,
)
from autoviz.nn.functional.activations import (
    celu,
    celu_,
    elu,
    elu_,
    gelu,
    glu,
    gumbel_softmax,
    hardshrink,
    hardsigmoid,
    hardswish,
    hardtanh,
    hardtanh_,
    leaky_relu,
    leaky_relu_,
    log_softmax,
    logsigmoid,
    mish,
    prelu,
    relu,
    relu6,
    relu_,
    rrelu,
    rrelu_,
    selu,
    selu_,
    sigmoid,
    silu,
    softmax,
    softmin,
    softplus,
    softshrink,
    softsign,
    tanh,
    tanhshrink,
    threshold,
    threshold_,
)
from autoviz.nn.functional.attention import scaled_dot_product_attention
from autoviz.nn.functional.dropouts import (
    alpha_dropout,
    dropout,
    dropout1d,
    dropout2d,
    dropout3d,
    feature_alpha_dropout,
)
from autoviz.nn.functional.errors import (
    gaussian_nll_loss,
    huber_loss,
    l1_loss,
    mse_loss,
    poisson_nll_loss,
    smooth_l1_loss,
)
from autoviz.nn.functional.layers import embedding, embedding_bag, linear
from autoviz.nn.functional.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    kl_div,
    nll_loss,
)
from autoviz.nn.functional.margins import (
    cosine_embedding_loss,
    hinge_embedding_loss,
    margin_ranking_loss,
    multi_margin_loss,
    multilabel_margin_loss,
    multilabel_soft_margin_loss,
    soft_margin_loss,
    triplet_margin_loss,
    triplet_margin_with_distance_loss,
)
from autoviz.nn.functional.multi_head_attention import multi_head_attention_forward
from autoviz.nn.functional.norms import (
    batch_norm,
    group_norm,
    instance_norm,
    layer_norm,
    normalize,
    rms_norm,
)
from autoviz.nn.functional.padding import pad
from autoviz.nn.functional.pooling import (
    adaptive_max_pool1d,
    adaptive_max_pool2d,
    fold,
    max_pool1d,
    max_pool2d,
    unfold,
)
from autoviz.nn.functional.vision import interpolate, upsample

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "alpha_dropout",
    "avg_pool1d",
    "avg_pool2d",
    "batch_norm",
    "bilinear",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "celu",
    "celu_",
    "channel_shuffle",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "cosine_embedding_loss",
    "cosine_similarity",
    "cross_entropy",
    "dropout",
    "dropout1d",
    "dropout2d",
    "dropout3d",
    "elu",
    "elu_",
    "embedding",
    "embedding_bag",
    "feature_alpha_dropout",
    "fold",
    "gaussian_nll_loss",
    "gelu",
    "glu",
    "group_norm",
    "gumbel_softmax",
    "hardshrink",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "hardtanh_",
    "hinge_embedding_loss",
    "huber_loss",
    "instance_norm",
    "interpolate",
    "kl_div",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "leaky_relu_",
    "linear",
    "log_softmax",
    "logsigmoid",
    "margin_ranking_loss",
    "max_pool1d",
    "max_pool1d_with_indices",
    "max_pool2d",
    "max_pool2d_with_indices",
    "mish",
    "mse_loss",
    "multi_head_attention_forward",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "nll_loss",
    "normalize",
    "one_hot",
    "pad",
    "pairwise_distance",
    "pdist",
    "pixel_shuffle",
    "pixel_unshuffle",
    "poisson_nll_loss",
    "prelu",
    "relu",
    "relu6",
    "relu_",
    "rms_norm",
    "rrelu",
    "rrelu_",
    "scaled_dot_product_attention",
    "selu",
    "selu_",
    "sigmoid",
    "silu",
    "smooth_l1_loss",
    "soft_margin_loss",
    "softmax",
    "softmin",
    "softplus",
    "softshrink",
    "softsign",
    "tanh",
    "tanhshrink",
    "threshold",
    "threshold_",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
    "unfold",
    "upsample",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
