"""Looking rows up: a table of vectors, and which of them are wanted.

Words have no numbers to compute with, so each gets a row of a table, and the table is
learnt. Forward copies rows; backward adds each gradient to the row it came from, and a
row that was taken twice gets two. The row ``padding_idx`` stands for nothing: it
learns nothing.

Next: ``embedding_bag``.
"""

from __future__ import annotations

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, int32, int64
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.tensor import Tensor

__all__ = ["EMBEDDING", "FACES", "PUBLIC", "embedding", "embedding_renorm_", "one_hot"]


def _embedding(
    weight: Array,
    indices: Array,
    padding_idx: int,
    scale_grad_by_freq: bool,
    sparse: bool,
) -> Array:
    if indices.size and not 0 <= indices.min() <= indices.max() < len(weight):
        raise IndexError("index out of range in self")
    rows: Array = weight[indices]
    return rows


def _to_rows(
    grad_output: Array, indices: Array, rows: int, padding_idx: int, by_frequency: bool
) -> Array:
    """Each gradient, added to the row it came from."""
    width = grad_output.shape[-1]
    given, flat = grad_output.reshape(-1, width), indices.ravel()
    used = flat != padding_idx
    given, flat = given[used], flat[used]
    if by_frequency:
        given = given / np.bincount(flat, minlength=rows)[flat, None].astype(
            given.dtype
        )
    table = np.zeros((rows, width), grad_output.dtype)
    np.add.at(table, flat, given)
    return table


def _from_rows(
    table: Array, indices: Array, padding_idx: int, by_frequency: bool
) -> Array:
    """What each gradient's share in the table is: the derivative of ``_to_rows``."""
    taken = table[indices] * (indices != padding_idx)[..., None]
    if by_frequency:
        counts = np.bincount(indices.ravel(), minlength=len(table))
        taken = taken / counts[indices][..., None].astype(table.dtype)
    rows: Array = taken.astype(table.dtype)
    return rows


EMBEDDING: Op = Op(
    "embedding",
    "EmbeddingBackward0",
    ("weight", "indices"),
    _embedding,
    (
        Grad(
            "scatter(g)",
            lambda g, indices, self_sizes, padding_idx, scale_grad_by_freq, sparse: (
                apply(
                    EMBEDDING_BACKWARD,
                    g,
                    indices,
                    rows=self_sizes[0],
                    padding_idx=padding_idx,
                    by_frequency=scale_grad_by_freq,
                )
            ),
        ),
    ),
    symbol="embedding({1}, {0})",
    dtype="same",
)

EMBEDDING_BACKWARD: Op = Op(
    "embedding_backward",
    "EmbeddingDenseBackwardBackward0",
    ("grad_output", "indices"),
    _to_rows,
    (
        Grad(
            "select(g)",
            lambda g, indices, padding_idx, by_frequency: apply(
                FROM_ROWS,
                g,
                indices,
                padding_idx=padding_idx,
                by_frequency=by_frequency,
            ),
        ),
    ),
    symbol="scatter({0})",
    dtype="same",
)

FROM_ROWS: Op = Op(
    "embedding",
    "EmbeddingBackward0",
    ("table", "indices"),
    _from_rows,
    (
        Grad(
            "scatter(g)",
            lambda g, indices, self_sizes, padding_idx, by_frequency: apply(
                EMBEDDING_BACKWARD,
                g,
                indices,
                rows=self_sizes[0],
                padding_idx=padding_idx,
                by_frequency=by_frequency,
            ),
        ),
    ),
    symbol="embedding({1}, {0})",
    dtype="same",
)


def _shortened(self: Array, indices: Array, max_norm: float, norm_type: float) -> Array:
    used = np.unique(indices)
    for each in used[(used < -len(self)) | (used >= len(self))]:
        raise IndexError(
            f"select(): index {each} out of range for tensor of size "
            f"{list(self.shape)} at dimension 0"
        )
    lengths = np.linalg.norm(self[used], norm_type, axis=1)
    made, too_long = self.copy(), lengths > max_norm
    shrunk = max_norm / (lengths[too_long] + 1e-7)
    made[used[too_long]] *= shrunk[:, None].astype(self.dtype)
    return made


# Rows that are too long are shortened before they are looked up, in place.
EMBEDDING_RENORM = Op(
    "embedding_renorm",
    "",
    ("self", "indices"),
    _shortened,
    (),
    symbol="embedding_renorm({1}, {0})",
    dtype="same",
)

ONE_HOT = Op(
    "one_hot",
    "",
    ("self",),
    lambda self, num_classes: np.eye(num_classes, dtype=np.int64)[self],
    (),
    symbol="one_hot({0})",
    dtype="same",
)


def embedding(
    weight: Tensor,
    indices: Tensor,
    padding_idx: int = -1,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of ``weight`` that ``indices`` names.

    Raises:
        RuntimeError: ``weight`` is no table, or the indices are no whole numbers.
        IndexError: there is no such row.
    """
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    _check_indices("embedding", 1, indices)
    return apply(
        EMBEDDING,
        weight,
        indices,
        padding_idx=padding_idx,
        scale_grad_by_freq=scale_grad_by_freq,
        sparse=sparse,
    )


def embedding_renorm_(
    self: Tensor, indices: Tensor, max_norm: float, norm_type: float
) -> Tensor:
    """Shorten the rows that ``indices`` names to ``max_norm``, where they are longer.

    Raises:
        RuntimeError: ``self`` is no table, or the indices are no whole numbers.
        IndexError: there is no such row.
    """
    if self.ndim != 2:
        raise RuntimeError(
            "Expected 2-dimensional tensor, but got "
            f"{self.ndim}-dimensional tensor for argument #1 'self' (while checking "
            "arguments for embedding_renorm_)"
        )
    _check_indices("embedding_renorm_", 2, indices)
    told = {"max_norm": max_norm, "norm_type": norm_type}
    return apply_in_place(EMBEDDING_RENORM, self, indices, **told)


def _check_indices(function: str, position: int, indices: Tensor) -> None:
    if indices.dtype not in (int64, int32):
        raise RuntimeError(
            f"Expected tensor for argument #{position} 'indices' to have one of the "
            f"following scalar types: Long, Int; but got {indices.dtype.legacy} "
            f"instead (while checking arguments for {function})"
        )


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """A row of zeros for each number, with a 1 in that place.

    >>> import autoviz as av
    >>> av.nn.functional.one_hot(av.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])

    Raises:
        RuntimeError: numbers that are no classes.
    """
    if tensor.dtype is not int64:
        raise RuntimeError(
            "one_hot is only applicable to index tensor of type LongTensor."
        )
    if tensor.numel() == 0:
        if num_classes <= 0:
            raise RuntimeError(
                "Can not infer total number of classes from empty tensor."
            )
        return apply(ONE_HOT, tensor, num_classes=num_classes)
    if tensor.array.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    largest = int(tensor.array.max())
    if num_classes != -1 and largest >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    made = apply(ONE_HOT, tensor, num_classes=max(num_classes, largest + 1))
    made.storage.version = 2  # PyTorch fills it in place
    return made


PUBLIC = public(embedding, embedding_renorm_)

FACES = ()
