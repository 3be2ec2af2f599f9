"""Diagonals of matrices: ``diagonal``, ``diag``, ``trace``.

A diagonal is a view; what comes back goes to the diagonal, with zeros all around.

Next: ``tril_triu``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.modes import state
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.index_select import INDEX_FILL_TENSOR
from autoviz.core.ops.methods.copy_fill import told_as_one
from autoviz.core.ops.reduction.dims import counting_type
from autoviz.core.ops.shape.as_strided import as_strided
from autoviz.core.ops.shape.view_reshape import ravel
from autoviz.core.shapes import wrap_dim
from autoviz.core.strides import geometry
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = [
    "DIAGONAL",
    "FACES",
    "PUBLIC",
    "diag",
    "diagonal",
    "trace",
    "two_dims",
]


def _diagonal(self: Array, offset: int, dim1: int, dim2: int) -> Any:
    seen = np.diagonal(self, offset, dim1, dim2)
    seen.flags.writeable = self.flags.writeable
    return seen


def _diagonal_backward(
    grad_output: Array, size: Sequence[int], offset: int, dim1: int, dim2: int
) -> Any:
    whole = np.zeros(tuple(size), grad_output.dtype)
    _diagonal(whole, offset, dim1, dim2)[...] = grad_output
    return whole


def _embed(self: Array, offset: int, dim1: int, dim2: int) -> Any:
    side = self.shape[-1] + abs(offset)
    size = list(self.shape[:-1])
    for dim in sorted((dim1, dim2)):
        size.insert(dim, side)
    return _diagonal_backward(self, size, offset, dim1, dim2)


def _put_back(
    g: Any, self_sizes: Sequence[int], offset: int, dim1: int, dim2: int
) -> Any:
    size = tuple(self_sizes)
    return apply(DIAGONAL_BACKWARD, g, size=size, offset=offset, dim1=dim1, dim2=dim2)


def _to_diagonal(g: Any, self_sizes: Sequence[int]) -> Any:
    """One number to every place of the diagonal of zeros."""
    rows, columns = self_sizes
    places = np.arange(min(rows, columns)) * (columns + 1)
    index = wrap(places) if isinstance(g, Tensor) else places
    row = zeros_of((rows * columns,), g)
    return apply(INDEX_FILL_TENSOR, row, g, index, dim=0).reshape(tuple(self_sizes))


def _trace(self: Array) -> Any:
    not_of_bools("trace", self)
    return np.trace(self, dtype=counting_type(self))


DIAGONAL: Op = Op(
    "diagonal",
    "DiagonalBackward0",
    ("self",),
    _diagonal,
    (Grad("scatter(g)", _put_back),),
    symbol="{0}.diagonal({offset})",
    dtype="same",
    view=True,
)

# What diag() makes of a matrix: a copy.
DIAGONAL_COPY = Op(
    "diag",
    "DiagonalBackward0_copy",
    ("self",),
    lambda self, offset, dim1, dim2: _diagonal(self, offset, dim1, dim2).copy(),
    (Grad("scatter(g)", _put_back),),
    symbol="{0}.diag({offset})",
    dtype="same",
)

DIAGONAL_BACKWARD: Op = Op(
    "diagonal_backward",
    "DiagonalBackwardBackward0",
    ("grad_output",),
    _diagonal_backward,
    (
        Grad(
            "diagonal(g)",
            lambda g, offset, dim1, dim2: apply(
                DIAGONAL, g, offset=offset, dim1=dim1, dim2=dim2
            ),
        ),
    ),
    symbol="scatter({0})",
    dtype="same",
)

DIAG_EMBED = Op(
    "diag_embed",
    "DiagEmbedBackward0",
    ("self",),
    _embed,
    (
        Grad(
            "diagonal(g)",
            lambda g, offset, dim1, dim2: apply(
                DIAGONAL, g, offset=offset, dim1=dim1, dim2=dim2
            ),
        ),
    ),
    symbol="{0}.diag_embed({offset})",
    dtype="same",
)

# How what several operations do is told.
FILL_DIAGONAL = Op(
    "fill_diagonal",
    "",
    ("self",),
    lambda self, fill_value: self,
    (),
    symbol="{0}.fill_diagonal_({fill_value})",
    dtype="same",
)

TRACE = Op(
    "trace",
    "TraceBackward0",
    ("self",),
    _trace,
    (Grad("scatter(g)", _to_diagonal),),
    symbol="{0}.trace()",
    dtype="same",
)


def diagonal(self: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """A view of a diagonal: the one ``offset`` places above the main one.

    >>> import autoviz as av
    >>> x = av.tensor([[1, 2], [3, 4]])
    >>> x.diagonal(), x.diagonal(1)
    (tensor([1, 4]), tensor([2]))

    Raises:
        RuntimeError: the two dimensions are the same.
    """
    first, second = two_dims(dim1, dim2, self.ndim)
    return apply(DIAGONAL, self, offset=offset, dim1=first, dim2=second)


def linalg_diagonal(
    A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1
) -> Tensor:
    """``linalg.diagonal``: of each matrix of a batch."""
    return diagonal(A, offset, dim1, dim2)


def diag_embed(self: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """Matrices with the rows of ``self`` for diagonals.

    >>> import autoviz as av
    >>> av.diag_embed(av.tensor([[1, 2], [3, 4]]))
    tensor([[[1, 0],
             [0, 2]],
    <BLANKLINE>
            [[3, 0],
             [0, 4]]])
    """
    first, second = two_dims(dim1, dim2, self.ndim + 1)
    return apply(DIAG_EMBED, self, offset=offset, dim1=first, dim2=second)


def two_dims(dim1: int, dim2: int, ndim: int) -> tuple[int, int]:
    """The dimensions of a diagonal, counted from the front.

    Raises:
        RuntimeError: they are the same.
    """
    first, second = wrap_dim(dim1, ndim), wrap_dim(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    return first, second


def diag(self: Tensor, diagonal: int = 0) -> Tensor:
    """Of a vector the matrix with this diagonal, of a matrix its diagonal.

    >>> import autoviz as av
    >>> av.diag(av.tensor([1, 2]))
    tensor([[1, 0],
            [0, 2]])

    Raises:
        RuntimeError: it is neither.
    """
    if self.ndim not in (1, 2):
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {self.ndim}D")
    row = DIAG_EMBED if self.ndim == 1 else DIAGONAL_COPY
    return apply(row, self, offset=diagonal, dim1=0, dim2=1)


def diagflat(self: Tensor, offset: int = 0) -> Tensor:
    """The matrix with all elements of ``self`` for its diagonal."""
    return diag(ravel(self), offset)


def trace(self: Tensor) -> Tensor:
    """The sum of the diagonal.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).trace()
    tensor(5)

    Raises:
        RuntimeError: it is no matrix.
    """
    not_of_bools("trace", self.array)
    if self.ndim != 2:
        raise RuntimeError(
            f"trace: expected a matrix, but got tensor with dim {self.ndim}"
        )
    return apply(TRACE, self)


def fill_diagonal_(self: Tensor, fill_value: Number, wrap: bool = False) -> Tensor:
    """Write one number all along the diagonal; ``wrap`` begins anew in tall matrices.

    >>> import autoviz as av
    >>> av.zeros(2, 3).fill_diagonal_(7)
    tensor([[7., 0., 0.],
            [0., 7., 0.]])

    Raises:
        RuntimeError: it is no matrix, or of more dimensions not all equally long.
    """
    if self.ndim < 2:
        raise RuntimeError("dimensions must larger than 1")
    if self.ndim > 2 and len(set(self.shape)) > 1:
        raise RuntimeError("all dimensions of input must be of equal length")
    if state.observer:
        state.observer.writing(self)
    with told_as_one(FILL_DIAGONAL, (self,), {"fill_value": fill_value}):
        _diagonal_from_above(self, 0, min(self.shape)).fill_(fill_value)
        height, width = self.shape[:2]
        if wrap and self.ndim == 2 and height > width + 1:
            count = -(-self.numel() // (width + 1)) - width
            _diagonal_from_above(self, width + 1, count).fill_(fill_value)
    return self


def _diagonal_from_above(self: Tensor, row: int, count: int) -> Tensor:
    """``count`` places, each one further in every dimension; below they wrap around."""
    _, strides, first = geometry(self.array)
    start = first + row * strides[0]
    return as_strided(self, (count,), (sum(strides),), start)


PUBLIC = public(diag, diag_embed, diagflat, diagonal, trace)

FACES = (
    Face(diagonal, ("diagonal",)),
    Face(diag, ("diag",)),
    Face(diag_embed, ("diag_embed",)),
    Face(diagflat, ("diagflat",)),
    Face(trace, ("trace",)),
    Face(fill_diagonal_, ("fill_diagonal_",)),
)
