"""The gamma function: ``lgamma``, ``digamma``, ``polygamma``.

Γ goes through the factorials, and the densities of many distributions have it. It grows
so fast that one computes with its logarithm. Each of these is the derivative of the one
before: ``digamma`` of ``lgamma``, and ``polygamma(n)`` of ``polygamma(n - 1)``.

Next: ``reduction/sum_mean``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autoviz.core import gamma
from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import in_place
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "digamma", "lgamma", "polygamma"]


def _polygamma(self: Array, n: int) -> Any:
    return gamma.polygamma(self, n) if n else gamma.digamma(self)


LGAMMA: Op = Op(
    "lgamma",
    "LgammaBackward0",
    ("self",),
    gamma.lgamma,
    (Grad("digamma(self)", lambda g, self: g * apply(DIGAMMA, self)),),
    symbol="lgamma({0})",
    dtype="float",
)

DIGAMMA: Op = Op(
    "digamma",
    "DigammaBackward0",
    ("self",),
    gamma.digamma,
    (Grad("trigamma(self)", lambda g, self: g * apply(POLYGAMMA, self, n=1)),),
    symbol="digamma({0})",
    dtype="float",
)

POLYGAMMA: Op = Op(
    "polygamma",
    "PolygammaBackward0",
    ("self",),
    _polygamma,
    (
        Grad(
            "next_polygamma(self)",
            lambda g, self, n: g * apply(POLYGAMMA, self, n=n + 1),
        ),
    ),
    symbol="polygamma({n}, {0})",
    dtype="float",
)
POLYGAMMA_IN_PLACE = replace(POLYGAMMA, grad_fn="PolygammaBackward1")


def lgamma(self: Tensor) -> Tensor:
    """The logarithm of the size of Γ.

    >>> import autoviz as av
    >>> av.lgamma(av.tensor(4.0)).exp()  # 3 * 2 * 1
    tensor(6.)
    """
    return apply(LGAMMA, self)


def digamma(self: Tensor) -> Tensor:
    """The derivative of ``lgamma``."""
    return apply(DIGAMMA, self)


def polygamma(n: int, input: Tensor) -> Tensor:
    """The ``n``-th derivative of ``digamma``.

    Raises:
        RuntimeError: ``n`` is negative.
    """
    _check_order(n)
    return apply(POLYGAMMA, input, n=n)


def _polygamma_method(self: Tensor, n: int) -> Tensor:
    """The ``n``-th derivative of ``digamma``."""
    return polygamma(n, self)


def polygamma_(self: Tensor, n: int) -> Tensor:
    """The same, written into ``self``."""
    _check_order(n)
    return apply_in_place(POLYGAMMA_IN_PLACE, self, n=n)


def _check_order(n: int) -> None:
    if n < 0:
        raise RuntimeError("polygamma(n, x) does not support negative n.")


PUBLIC = public(digamma, lgamma, polygamma)

FACES = (
    Face(lgamma, ("lgamma",), in_place=in_place(LGAMMA)),
    Face(digamma, ("digamma",), in_place=in_place(DIGAMMA)),
    Face(_polygamma_method, ("polygamma",), in_place=polygamma_),
)
