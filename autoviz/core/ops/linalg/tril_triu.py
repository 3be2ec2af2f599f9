"""Triangles of matrices: ``tril`` and ``triu``.

They keep one triangle and put zeros in the other; so does their backward.

Next: ``solve_inv``.
"""

from __future__ import annotations

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "tril", "triu"]

TRIL: Op = Op(
    "tril",
    "TrilBackward0",
    ("self",),
    lambda self, diagonal: in_rows(np.tril(self, diagonal)),
    (Grad("tril(g)", lambda g, diagonal: apply(TRIL, g, diagonal=diagonal)),),
    symbol="{0}.tril({diagonal})",
    dtype="same",
)

TRIU: Op = Op(
    "triu",
    "TriuBackward0",
    ("self",),
    lambda self, diagonal: in_rows(np.triu(self, diagonal)),
    (Grad("triu(g)", lambda g, diagonal: apply(TRIU, g, diagonal=diagonal)),),
    symbol="{0}.triu({diagonal})",
    dtype="same",
)


def tril(self: Tensor, diagonal: int = 0) -> Tensor:
    """The lower triangle, with zeros above; ``diagonal`` moves the border up.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).tril()
    tensor([[1, 0],
            [3, 4]])

    Raises:
        RuntimeError: fewer than two dimensions.
    """
    _check_matrix("tril", self)
    return apply(TRIL, self, diagonal=diagonal)


def tril_(self: Tensor, diagonal: int = 0) -> Tensor:
    """Write zeros above the lower triangle."""
    _check_matrix("tril", self)
    return apply_in_place(TRIL, self, diagonal=diagonal)


def triu(self: Tensor, diagonal: int = 0) -> Tensor:
    """The upper triangle, with zeros below; ``diagonal`` moves the border up.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).triu(1)
    tensor([[0, 2],
            [0, 0]])

    Raises:
        RuntimeError: fewer than two dimensions.
    """
    _check_matrix("triu", self)
    return apply(TRIU, self, diagonal=diagonal)


def triu_(self: Tensor, diagonal: int = 0) -> Tensor:
    """Write zeros below the upper triangle."""
    _check_matrix("triu", self)
    return apply_in_place(TRIU, self, diagonal=diagonal)


def _check_matrix(function: str, self: Tensor) -> None:
    if self.ndim < 2:
        raise RuntimeError(f"{function}: input tensor must have at least 2 dimensions")


PUBLIC = public(tril, triu)

FACES = (
    Face(tril, ("tril",), in_place=tril_),
    Face(triu, ("triu",), in_place=triu_),
)
