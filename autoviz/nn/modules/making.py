"""For writing layers: parameters without numbers yet, and their usual first numbers.

A recording does not hear of this: a layer begins when it is called.

Next: ``linear``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.filled import empty
from autoviz.core.inplace import unobserved
from autoviz.nn import init
from autoviz.nn.parameter import Parameter

__all__ = ["Sizes", "filled", "one_for_each", "parameter", "spread_by_fan_in"]

Sizes = int | Sequence[int]
"""One number stands for all directions."""


def parameter(
    shape: int | Sequence[int],
    dtype: Dtype | None = None,
    device: Any = None,
    *,
    requires_grad: bool = True,
) -> Parameter:
    """A parameter of this shape, whose numbers are to be set."""
    with unobserved():
        return Parameter(empty(shape, dtype=dtype, device=device), requires_grad)


def spread_by_fan_in(weight: Parameter, bias: Parameter | None) -> None:
    """Uniform numbers up to ``1 / sqrt(fan_in)``: linear layers, convolutions."""
    with unobserved():
        init.kaiming_uniform_(weight, a=math.sqrt(5))
        if bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(weight)
            bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
            init.uniform_(bias, -bound, bound)


def filled(weight: Parameter | None, bias: Parameter | None) -> None:
    """1 for what is multiplied with, 0 for what is added, as norms have them."""
    with unobserved():
        if weight is not None:
            init.ones_(weight)
        if bias is not None:
            init.zeros_(bias)


def one_for_each(given: Any, count: int) -> tuple[Any, ...]:
    """``count`` numbers; one stands for all.

    >>> one_for_each(3, 2), one_for_each([1, 2], 2)
    ((3, 3), (1, 2))
    """
    return tuple(given) if isinstance(given, Iterable) else (given,) * count
