"""The larger and the smaller of two, element by element.

Each element of the result *is* an element of one input, so that input gets the
gradient and the other gets none. Where both are equal there is no derivative, and
PyTorch gives half to each.

Next: ``clamp``.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import gt, lt
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.common import broadcasting
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL, choose
from autoviz.core.ops.pointwise.scalar import over
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "maximum", "minimum"]


def _share(g: Any, mine: Any, its: Any, loses: Callable[[Any, Any], Any]) -> Any:
    """All of it, half where both are equal, nothing where ``loses(mine, its)``.

    They are compared in the type they were brought to, which is that of ``g``.
    """
    mine, its = (
        each.astype(g.dtype) if isinstance(each, np.ndarray) else each
        for each in (mine, its)
    )
    halved = choose(mine == its, over(g, 2), g)
    return apply(MASKED_FILL, halved, loses(mine, its), value=0)


MAXIMUM = Op(
    "maximum",
    "MaximumBackward0",
    ("self", "other"),
    broadcasting(np.maximum),
    (
        Grad(
            "1 if self > other else 0.5 if self == other else 0",
            lambda g, self, other: _share(g, self, other, lt),
        ),
        Grad(
            "1 if other > self else 0.5 if self == other else 0",
            lambda g, self, other: _share(g, self, other, gt),
        ),
    ),
    symbol="maximum({0}, {1})",
)

MINIMUM = Op(
    "minimum",
    "MinimumBackward0",
    ("self", "other"),
    broadcasting(np.minimum),
    (
        Grad(
            "1 if self < other else 0.5 if self == other else 0",
            lambda g, self, other: _share(g, self, other, gt),
        ),
        Grad(
            "1 if other < self else 0.5 if self == other else 0",
            lambda g, self, other: _share(g, self, other, lt),
        ),
    ),
    symbol="minimum({0}, {1})",
)


def maximum(self: Tensor, other: Tensor) -> Tensor:
    """The larger of two, element by element.

    >>> import autoviz as av
    >>> av.maximum(av.tensor([1, 5]), av.tensor([3, 3]))
    tensor([3, 5])
    """
    return apply(MAXIMUM, self, must_be_tensor("maximum", "other", 2, other))


def minimum(self: Tensor, other: Tensor) -> Tensor:
    """The smaller of two, element by element."""
    return apply(MINIMUM, self, must_be_tensor("minimum", "other", 2, other))


PUBLIC = public(maximum, minimum)

FACES = (
    Face(maximum, ("maximum",)),
    Face(minimum, ("minimum",)),
)
