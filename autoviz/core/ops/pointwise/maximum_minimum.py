"""The larger and the smaller of two, element by element.

Each element of the result *is* an element of one input, so that input gets the
gradient and the other gets none. Where both are equal there is no derivative, and
PyTorch gives half to each.

``fmax`` and ``fmin`` take the other where one is not a number; of equals, they give all
to the first.

Next: ``clamp``.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, must_be_tensor
from autoviz.core.ops.common import broadcasting
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL, choose
from autoviz.core.ops.pointwise.comparison import ISNAN
from autoviz.core.ops.pointwise.scalar import over
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "fmax", "fmin", "maximum", "minimum"]


def _share(g: Any, mine: Any, its: Any, loses: Callable[[Any, Any], Any]) -> Any:
    """All of it, half where both are equal, nothing where ``loses(mine, its)``."""
    mine, its = _alike(g, mine, its)
    halved = choose(mine == its, over(g, 2), g)
    return apply(MASKED_FILL, halved, loses(mine, its), value=0)


def _alike(g: Any, *operands: Any) -> list[Any]:
    """They are compared in the type they were brought to, which is that of ``g``."""
    return [
        each.astype(g.dtype) if isinstance(each, np.ndarray) else each
        for each in operands
    ]


def _first_wins(
    g: Any, self: Any, other: Any, wins: Callable[[Any, Any], Any]
) -> tuple[Any, Any]:
    """What ``self`` gets, and what ``other``."""
    self, other = _alike(g, self, other)
    is_first = wins(self, other) | apply(ISNAN, other)
    return (
        apply(MASKED_FILL, g, ~is_first, value=0),
        apply(MASKED_FILL, g, is_first, value=0),
    )


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

FMAX = Op(
    "fmax",
    "FmaxBackward0",
    ("self", "other"),
    broadcasting(np.fmax),
    (
        Grad(
            "1 if self >= other else 0",
            lambda g, self, other: _first_wins(g, self, other, ge)[0],
        ),
        Grad(
            "0 if self >= other else 1",
            lambda g, self, other: _first_wins(g, self, other, ge)[1],
        ),
    ),
    symbol="fmax({0}, {1})",
)

FMIN = Op(
    "fmin",
    "FminBackward0",
    ("self", "other"),
    broadcasting(np.fmin),
    (
        Grad(
            "1 if self <= other else 0",
            lambda g, self, other: _first_wins(g, self, other, le)[0],
        ),
        Grad(
            "0 if self <= other else 1",
            lambda g, self, other: _first_wins(g, self, other, le)[1],
        ),
    ),
    symbol="fmin({0}, {1})",
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


def fmax(self: Tensor, other: Tensor) -> Tensor:
    """The larger of two, and the other where one is not a number."""
    check_tensors("fmax", input=self, other=other)
    return apply(FMAX, self, other)


def fmin(self: Tensor, other: Tensor) -> Tensor:
    """The smaller of two, and the other where one is not a number."""
    check_tensors("fmin", input=self, other=other)
    return apply(FMIN, self, other)


PUBLIC = public(fmax, fmin, maximum, minimum)

FACES = (
    Face(maximum, ("maximum",)),
    Face(minimum, ("minimum",)),
    Face(fmax, ("fmax",)),
    Face(fmin, ("fmin",)),
)
