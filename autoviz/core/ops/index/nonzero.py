"""Where something is: ``nonzero`` and ``argwhere``.

Places are whole numbers, and a small change of a tensor does not change them: there is
nothing to differentiate.

Next: ``searchsorted``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Op
from autoviz.core.ops.common import question
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "argwhere", "nonzero"]


def _places(self: Array) -> Any:
    return [in_rows(each) for each in np.nonzero(np.atleast_1d(self))]


NONZERO = question("nonzero", lambda self: np.argwhere(self), "{0}.nonzero()")

# A tensor for each dimension: what indexing takes.
NONZERO_NUMPY = Op(
    "nonzero",
    "",
    ("self",),
    _places,
    (),
    symbol="{0}.nonzero(as_tuple=True)",
    dtype="same",
    results=(),
)


def nonzero(self: Tensor, *, as_tuple: bool = False) -> Any:
    """The places of all that is not 0: a row each, or with ``as_tuple`` an index.

    >>> import autoviz as av
    >>> av.tensor([[0, 1], [1, 0]]).nonzero()
    tensor([[0, 1],
            [1, 0]])
    """
    return apply(NONZERO_NUMPY if as_tuple else NONZERO, self)


def argwhere(self: Tensor) -> Tensor:
    """Another name for ``nonzero``."""
    return apply(NONZERO, self)


PUBLIC = public(argwhere, nonzero)

FACES = (
    Face(nonzero, ("nonzero",)),
    Face(argwhere, ("argwhere",)),
)
