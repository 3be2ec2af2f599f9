"""All files of the table, in teaching order.

Next: ``pointwise/arithmetic``.
"""

from __future__ import annotations

from autoviz.core.ops.index import (
    advanced_indexing,
    gather_scatter,
    getitem,
    index_select,
    masked_select,
    nonzero,
    select_slice,
    setitem,
    take_put,
    where_masked_fill,
)
from autoviz.core.ops.linalg import addmm, diagonal, einsum, matmul, tril_triu
from autoviz.core.ops.methods import (
    attributes,
    clone_detach,
    copy_fill,
    data,
    deepcopy_pickle,
    item_numpy,
    random_fill,
    register_hook,
    to_dtype,
)
from autoviz.core.ops.nn import (
    attention,
    avg_pool,
    convolution,
    dropout,
    embedding,
    gelu_silu,
    layer_norm,
    max_pool,
    mse_bce_loss,
    nll_loss,
    pad,
    relu_sigmoid_tanh,
    softmax,
)
from autoviz.core.ops.pointwise import (
    abs_sign,
    arithmetic,
    clamp,
    comparison,
    exp_log,
    lerp_addcmul,
    logical_bitwise,
    maximum_minimum,
    pow_sqrt,
    remainder,
    rounding,
    scalar,
    trigonometry,
)
from autoviz.core.ops.reduction import (
    all_any,
    cumsum,
    logsumexp,
    max_min,
    norm,
    prod,
    sort_topk,
    sum_mean,
    var_std,
)
from autoviz.core.ops.shape import (
    as_strided,
    cat_stack,
    expand,
    flip_roll,
    repeat_tile,
    split_unbind,
    squeeze_unsqueeze,
    transpose_permute,
    view_reshape,
)

__all__ = ["FAMILIES"]

FAMILIES = (
    # pointwise
    arithmetic,
    scalar,
    pow_sqrt,
    exp_log,
    abs_sign,
    trigonometry,
    rounding,
    remainder,
    maximum_minimum,
    clamp,
    lerp_addcmul,
    comparison,
    logical_bitwise,
    # reduction
    sum_mean,
    max_min,
    var_std,
    norm,
    prod,
    cumsum,
    logsumexp,
    all_any,
    sort_topk,
    # linalg
    matmul,
    addmm,
    einsum,
    diagonal,
    tril_triu,
    # shape
    view_reshape,
    squeeze_unsqueeze,
    expand,
    transpose_permute,
    cat_stack,
    split_unbind,
    repeat_tile,
    flip_roll,
    as_strided,
    # index
    select_slice,
    getitem,
    setitem,
    advanced_indexing,
    gather_scatter,
    index_select,
    take_put,
    where_masked_fill,
    masked_select,
    nonzero,
    # methods
    clone_detach,
    data,
    copy_fill,
    random_fill,
    to_dtype,
    attributes,
    item_numpy,
    deepcopy_pickle,
    register_hook,
    # nn
    relu_sigmoid_tanh,
    gelu_silu,
    softmax,
    mse_bce_loss,
    nll_loss,
    embedding,
    pad,
    convolution,
    max_pool,
    avg_pool,
    layer_norm,
    dropout,
    attention,
)
"""Each has its rows, ``PUBLIC`` and ``FACES``."""
