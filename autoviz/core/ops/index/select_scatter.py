"""The opposite of a view: ``select_scatter``, ``slice_scatter``, ``diagonal_scatter``.

Each is a copy of ``self`` in which the part that a view would show is ``src``. It is
``x[0] = src`` without writing to ``x``. Backward what arrives is parted likewise: the
part goes to ``src``, and ``self`` gets the rest, with zeros where it was covered.

Next: ``advanced_indexing``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.select_slice import SELECT, SLICE, row_number
from autoviz.core.ops.linalg.diagonal import DIAGONAL, two_dims
from autoviz.core.shapes import wrap_dim
from autoviz.core.strides import copy_with_gaps
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "diagonal_scatter", "select_scatter", "slice_scatter"]


def _covered(part: Op, self: Array, src: Array, **where: Any) -> Any:
    """A copy with ``src`` where ``part`` looks."""
    whole = copy_with_gaps(self)
    seen = part.forward(whole, **where)
    if seen.shape != src.shape:
        raise RuntimeError(
            "expected src to have a size equal to the slice of self. src size = "
            f"{list(src.shape)}, slice size = {list(seen.shape)}"
        )
    seen[...] = src
    return whole


def _rest(row: Op, part: Op, g: Any, **where: Any) -> Any:
    """What arrives, with zeros where ``src`` was."""
    seen = part.forward(g.array if isinstance(g, Tensor) else g, **where)
    return apply(row, g, zeros_of(seen.shape, g), **where)


SELECT_SCATTER: Op = Op(
    "select_scatter",
    "SelectScatterBackward0",
    ("self", "src"),
    lambda self, src, dim, index: _covered(SELECT, self, src, dim=dim, index=index),
    (
        Grad(
            "fill(g)",
            lambda g, dim, index: _rest(
                SELECT_SCATTER, SELECT, g, dim=dim, index=index
            ),
        ),
        Grad("select(g)", lambda g, dim, index: apply(SELECT, g, dim=dim, index=index)),
    ),
    symbol="{0}.select_scatter({1}, {dim}, {index})",
    dtype="same",
)

SLICE_SCATTER: Op = Op(
    "slice_scatter",
    "SliceScatterBackward0",
    ("self", "src"),
    lambda self, src, dim, index: _covered(SLICE, self, src, dim=dim, index=index),
    (
        Grad(
            "fill(g)",
            lambda g, dim, index: _rest(SLICE_SCATTER, SLICE, g, dim=dim, index=index),
        ),
        Grad("slice(g)", lambda g, dim, index: apply(SLICE, g, dim=dim, index=index)),
    ),
    symbol="{0}.slice_scatter({1}, {dim})",
    dtype="same",
)

DIAGONAL_SCATTER: Op = Op(
    "diagonal_scatter",
    "DiagonalScatterBackward0",
    ("self", "src"),
    lambda self, src, offset, dim1, dim2: _covered(
        DIAGONAL, self, src, offset=offset, dim1=dim1, dim2=dim2
    ),
    (
        Grad(
            "fill(g)",
            lambda g, offset, dim1, dim2: _rest(
                DIAGONAL_SCATTER, DIAGONAL, g, offset=offset, dim1=dim1, dim2=dim2
            ),
        ),
        Grad(
            "diagonal(g)",
            lambda g, offset, dim1, dim2: apply(
                DIAGONAL, g, offset=offset, dim1=dim1, dim2=dim2
            ),
        ),
    ),
    symbol="{0}.diagonal_scatter({1}, {offset})",
    dtype="same",
)


def select_scatter(self: Tensor, src: Tensor, dim: int, index: int) -> Tensor:
    """A copy in which row ``index`` of a dimension is ``src``.

    >>> import autoviz as av
    >>> av.zeros(2, 2).select_scatter(av.tensor([1.0, 2.0]), 0, 1)
    tensor([[0., 0.],
            [1., 2.]])

    Raises:
        IndexError: there is no such row.
        RuntimeError: ``src`` has another shape than it.
    """
    return apply(SELECT_SCATTER, self, src, **row_number(self, dim, index))


def slice_scatter(
    self: Tensor,
    src: Tensor,
    dim: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
) -> Tensor:
    """A copy in which the rows ``start:end:step`` of a dimension are ``src``.

    >>> import autoviz as av
    >>> av.zeros(4).slice_scatter(av.tensor([1.0, 2.0]), 0, 0, 4, 2)
    tensor([1., 0., 2., 0.])

    Raises:
        RuntimeError: ``src`` has another shape than they, or the step is not positive.
    """
    if self.ndim == 0:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    if step <= 0:
        raise RuntimeError("slice step must be positive")
    at = wrap_dim(dim, self.ndim)
    rows = slice(*slice(start, end, step).indices(self.shape[at]))
    return apply(SLICE_SCATTER, self, src, dim=at, index=rows)


def diagonal_scatter(
    self: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """A copy in which a diagonal is ``src``.

    >>> import autoviz as av
    >>> av.zeros(2, 2).diagonal_scatter(av.tensor([1.0, 2.0]))
    tensor([[1., 0.],
            [0., 2.]])

    Raises:
        RuntimeError: ``src`` has another shape than the diagonal.
    """
    first, second = two_dims(dim1, dim2, self.ndim)
    return apply(DIAGONAL_SCATTER, self, src, offset=offset, dim1=first, dim2=second)


PUBLIC = public(diagonal_scatter, select_scatter, slice_scatter)

FACES = (
    Face(select_scatter, ("select_scatter",)),
    Face(slice_scatter, ("slice_scatter",)),
    Face(diagonal_scatter, ("diagonal_scatter",)),
)
