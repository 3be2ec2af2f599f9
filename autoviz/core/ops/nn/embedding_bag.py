"""Bags of words: rows of a table looked up, and each bag made one row.

A text may be described by the mean of its words' vectors, whatever their order. All
words of all texts come in one list; ``offsets`` says where each bag begins. Backward
each word gets the gradient of its bag (its share of it, if the mean was taken; only
where its number was the largest, if the maximum was), and then all goes on as in
``embedding``.

``mode`` is a number here, as in PyTorch's kernels: 0 sum, 1 mean, 2 maximum.

Next: ``bilinear``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, int32, int64
from autoviz.core.op import Grad, Op
from autoviz.core.ops.nn.embedding import EMBEDDING, EMBEDDING_BACKWARD
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "MODES", "PUBLIC", "embedding_bag"]

MODES = {"sum": 0, "mean": 1, "max": 2}


def _bags(indices: Array, offsets: Array) -> Array:
    """Which bag each word is in."""
    places = np.searchsorted(offsets, np.arange(len(indices)), side="right") - 1
    return places.astype(np.int64)


def _embedding_bag(
    weight: Array,
    per_sample_weights: Array | None,
    indices: Array,
    offsets: Array,
    mode: int,
    scale_grad_by_freq: bool,
    padding_idx: int,
) -> Array:
    rows, bags = weight[indices], _bags(indices, offsets)
    if per_sample_weights is not None:
        rows = rows * per_sample_weights[:, None]
    shares = _shares(weight, indices, offsets, mode, padding_idx)
    made = np.zeros((len(offsets), weight.shape[1]), weight.dtype)
    np.add.at(made, bags, np.where(shares == 0, weight.dtype.type(0), rows * shares))
    return made


def _shares(
    weight: Array, indices: Array, offsets: Array, mode: int, padding_idx: int
) -> Any:
    """How much of each number of a word's row goes into its bag."""
    bags, counts = _bags(indices, offsets), (indices != padding_idx)[:, None]
    if mode == MODES["sum"]:
        return counts.astype(weight.dtype)
    if mode == MODES["mean"]:
        sizes = np.bincount(bags, counts[:, 0], len(offsets))
        return (counts / np.maximum(sizes, 1)[bags][:, None]).astype(weight.dtype)
    rows = np.where(counts, weight[indices], -np.inf)
    largest = np.full((len(offsets), weight.shape[1]), -np.inf)
    np.maximum.at(largest, bags, rows)
    first = np.full(largest.shape, len(indices))
    places = np.broadcast_to(np.arange(len(indices))[:, None], rows.shape)
    won = np.where(counts & (rows == largest[bags]), places, len(indices))
    np.minimum.at(first, bags, won)
    return (places == first[bags]).astype(weight.dtype)


def _of_its_bag(g: Any, indices: Any, offsets: Any) -> Any:
    """What arrived for the bag that each word is in."""
    bags: Any = _bags(_array(indices), _array(offsets))
    return _rows(g, wrap(bags) if isinstance(g, Tensor) else bags)


def _rows(table: Any, indices: Any) -> Any:
    told = {"padding_idx": -1, "scale_grad_by_freq": False, "sparse": False}
    return apply(EMBEDDING, table, indices, **told)


def _array(each: Any) -> Array:
    found: Array = each.array if isinstance(each, Tensor) else each
    return found


def _to_table(
    g: Any,
    weight: Any,
    per_sample_weights: Any,
    indices: Any,
    offsets: Any,
    mode: int,
    scale_grad_by_freq: bool,
    padding_idx: int,
) -> Any:
    given = _of_its_bag(g, indices, offsets)
    if per_sample_weights is not None:
        given = given * per_sample_weights.reshape((-1, 1))
    table, words, starts = (_array(each) for each in (weight, indices, offsets))
    shares: Any = _shares(table, words, starts, mode, padding_idx)
    return apply(
        EMBEDDING_BACKWARD,
        given * (wrap(shares) if isinstance(g, Tensor) else shares),
        indices,
        rows=weight.shape[0],
        padding_idx=padding_idx,
        by_frequency=scale_grad_by_freq,
    )


def _to_weights(
    g: Any, weight: Any, indices: Any, offsets: Any, padding_idx: int
) -> Any:
    counts: Any = (_array(indices) != padding_idx).astype(_array(weight).dtype)
    given = _of_its_bag(g, indices, offsets) * _rows(weight, indices)
    total = apply(SUM_DIM, given, dim=(1,), keepdim=False)
    return total * (wrap(counts) if isinstance(g, Tensor) else counts)


EMBEDDING_BAG = Op(
    "embedding_bag",
    "EmbeddingBagBackward0",
    ("weight", "per_sample_weights", "indices", "offsets"),
    _embedding_bag,
    (Grad("bags(g)", _to_table), Grad("bags(g)", _to_weights)),
    symbol="embedding_bag({2}, {0})",
    dtype="same",
    optional=("per_sample_weights",),
)


def embedding_bag(
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    scale_grad_by_freq: bool,
    mode: int,
    per_sample_weights: Tensor | None,
    include_last_offset: bool,
    padding_idx: int | None,
) -> Tensor:
    """One row for each bag: the sum, mean or maximum of its words' rows.

    Raises:
        RuntimeError: types, offsets, words or ``padding_idx`` do not fit.
    """
    left_out = _left_out(padding_idx, weight.shape[0])
    _check_types(weight, indices, per_sample_weights)
    _check_offsets(indices.array, offsets.array)
    _check_indices(indices, weight.shape[0])
    return apply(
        EMBEDDING_BAG,
        weight,
        per_sample_weights,
        indices,
        offsets[:-1] if include_last_offset else offsets,
        mode=mode,
        scale_grad_by_freq=scale_grad_by_freq,
        padding_idx=left_out,
    )


def _left_out(padding_idx: int | None, count: int) -> int:
    """The word that does not count, from the front; -1 is none."""
    if padding_idx is None:
        return -1
    if not -count <= padding_idx < count:
        raise RuntimeError(
            f"padding_idx must be within the number of embeddings, -{count} through "
            f"{count - 1}, but got {padding_idx}"
        )
    return padding_idx % count


def _check_indices(indices: Tensor, count: int) -> None:
    for at, each in enumerate(indices.tolist()):
        if not 0 <= each < count:
            raise RuntimeError(
                f"Index {at} of input takes value {each} which is not in the valid "
                f"range [0, {count})"
            )


def _check_types(
    weight: Tensor, indices: Tensor, per_sample_weights: Tensor | None
) -> None:
    while_checking = "(while checking arguments for embedding_bag)"
    start = "Expected tensor for argument #1"
    one_of = "to have one of the following scalar types"
    if indices.dtype not in (int64, int32):
        raise RuntimeError(
            f"{start} 'indices' {one_of}: Long, Int; but got {indices.dtype.legacy} "
            f"instead {while_checking}"
        )
    if not weight.dtype.is_floating_point:
        raise RuntimeError(
            f"{start} 'weight' {one_of}: Half, BFloat16, Float, Double; but got "
            f"{weight.dtype.legacy} instead {while_checking}"
        )
    if per_sample_weights is not None and weight.dtype is not per_sample_weights.dtype:
        raise RuntimeError(
            f"{start} 'weight' to have the same type as tensor for argument #1 "
            f"'per_sample_weights'; but type {weight.dtype.legacy} does not equal "
            f"{per_sample_weights.dtype.legacy} {while_checking}"
        )


def _check_offsets(indices: Array, offsets: Array) -> None:
    if not len(offsets):
        return
    if offsets[0] != 0:
        raise RuntimeError(
            "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to "
            f"start from position 0. However, got {offsets[0]}\n"
            "[ torch.LongTensor{} ]"
        )
    if offsets[-1] > len(indices):
        raise RuntimeError(
            "offsets[-1] can not be greater than input's length "
            f"{len(indices)} but got offsets[-1] of {offsets[-1]}"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
