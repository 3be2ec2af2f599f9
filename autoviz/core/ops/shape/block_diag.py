"""Matrices along a diagonal: ``block_diag``.

As for ``cat``, what the blocks look like is part of the row. Backward each block gets
its own rows and columns of the gradient; zeros around it came from nowhere.

Next: ``resize``.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors
from autoviz.core.ops.index.select_slice import slice_of
from autoviz.core.ops.shape.squeeze_unsqueeze import SQUEEZE_DIM
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "block_diag"]

Shape = tuple[int, ...]


def _as_matrix(shape: Shape) -> tuple[int, int]:
    """A number is a matrix of one row and one column, a row one of one row."""
    rows, columns = (1, 1, *shape)[-2:]
    return rows, columns


@lru_cache(maxsize=256)
def block_diag_row(shapes: tuple[Shape, ...]) -> Op:
    """Blocks of these shapes along the diagonal."""
    sizes = [_as_matrix(shape) for shape in shapes]
    rows, columns = (
        list(itertools.accumulate(lengths, initial=0))
        for lengths in ([r for r, _ in sizes], [c for _, c in sizes])
    )

    def forward(*tensors: Array) -> Any:
        whole = np.zeros((rows[-1], columns[-1]), tensors[0].dtype)
        for at, each in enumerate(tensors):
            whole[rows[at] : rows[at + 1], columns[at] : columns[at + 1]] = each
        return whole

    def grad_of(at: int) -> Grad:
        def own_part(g: Any) -> Any:
            part = slice_of(g, 0, rows[at], rows[at + 1])
            part = slice_of(part, 1, columns[at], columns[at + 1])
            for last in range(1, len(shapes[at]) - 1, -1):
                part = apply(SQUEEZE_DIM, part, dim=(last,))
            return part

        return Grad("slice(g)", own_part)

    count = range(len(shapes))
    return Op(
        "block_diag",
        "BlockDiagBackward0",
        tuple(f"tensors[{at}]" for at in count),
        forward,
        tuple(map(grad_of, count)),
        f"block_diag({', '.join(f'{{{at}}}' for at in count)})",
    )


BLOCK_DIAG = block_diag_row(((2, 3), (2,)))


def block_diag(*tensors: Tensor) -> Tensor:
    """The matrices along the diagonal of a larger one, zeros elsewhere; types promote.

    >>> import autoviz as av
    >>> av.block_diag(av.tensor([[1, 2]]), av.tensor([[3], [4]]))
    tensor([[1, 2, 0],
            [0, 0, 3],
            [0, 0, 4]])

    Raises:
        RuntimeError: one has more than two dimensions.
    """
    check_tensors("block_diag", **{f"tensors[{at}]": t for at, t in enumerate(tensors)})
    if not tensors:
        return wrap(np.zeros((1, 0), np.float32))
    for at, each in enumerate(tensors):
        if each.ndim > 2:
            raise RuntimeError(
                "torch.block_diag: Input tensors must have 2 or fewer dimensions. "
                f"Input {at} has {each.ndim} dimensions"
            )
    return apply(block_diag_row(tuple(each.shape for each in tensors)), *tensors)


PUBLIC = public(block_diag)

FACES = ()
