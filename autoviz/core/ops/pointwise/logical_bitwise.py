"""True and false: and, or, not.

``&``, ``|``, ``^`` and ``~`` work on the bits of integers, and on bools, which are one
bit each. ``logical_and`` and its relatives take any number for a bool: 0 is false, all
else is true. No gradient comes back from any of them.

Next: ``logaddexp_xlogy``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Op
from autoviz.core.ops.checks import missing_kernel, must_be_tensor
from autoviz.core.ops.common import broadcasting, in_place, question
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "bitwise_and",
    "bitwise_not",
    "bitwise_or",
    "bitwise_xor",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
]


def _bits(name: str, function: np.ufunc) -> Callable[[Array, Array], Any]:
    def forward(self: Array, other: Array) -> Any:
        if self.dtype.kind == "f":
            raise missing_kernel(f"{name}_cpu", self)
        return function(self, other)

    return forward


def _not(self: Array) -> Any:
    if self.dtype.kind == "f":
        raise missing_kernel("bitwise_not_cpu", self)
    return np.invert(self)


def _pair_row(name: str, function: Any, symbol: str, *, promotes: bool) -> Op:
    forward = broadcasting(function)
    dtype: Any = "promote" if promotes else "same"
    return Op(name, "", ("self", "other"), forward, (), symbol=symbol, dtype=dtype)


BITWISE_AND = _pair_row(
    "bitwise_and",
    _bits("bitwise_and", np.bitwise_and),
    "{0} & {1}",
    promotes=True,
)
BITWISE_OR = _pair_row(
    "bitwise_or",
    _bits("bitwise_or", np.bitwise_or),
    "{0} | {1}",
    promotes=True,
)
BITWISE_XOR = _pair_row(
    "bitwise_xor",
    _bits("bitwise_xor", np.bitwise_xor),
    "{0} ^ {1}",
    promotes=True,
)
BITWISE_NOT = question("bitwise_not", _not, "~{0}")

LOGICAL_AND = _pair_row(
    "logical_and", np.logical_and, "logical_and({0}, {1})", promotes=False
)
LOGICAL_OR = _pair_row(
    "logical_or", np.logical_or, "logical_or({0}, {1})", promotes=False
)
LOGICAL_XOR = _pair_row(
    "logical_xor", np.logical_xor, "logical_xor({0}, {1})", promotes=False
)
LOGICAL_NOT = question("logical_not", np.logical_not, "logical_not({0})")


def bitwise_and(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self & other``.

    >>> import autoviz as av
    >>> av.tensor([6, 5]) & 3
    tensor([2, 1])
    """
    return apply(BITWISE_AND, self, other)


def bitwise_or(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self | other``."""
    return apply(BITWISE_OR, self, other)


def bitwise_xor(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self ^ other``: one of the two, not both.

    >>> import autoviz as av
    >>> av.tensor([6, 5]) ^ 3
    tensor([5, 6])
    """
    return apply(BITWISE_XOR, self, other)


def bitwise_not(self: Tensor) -> Tensor:
    """``~self``.

    >>> import autoviz as av
    >>> ~av.tensor([True, False]), ~av.tensor([0, 5])
    (tensor([False,  True]), tensor([-1, -6]))
    """
    return apply(BITWISE_NOT, self)


def invert(self: Tensor) -> Tensor:
    """``~self``, of integers and bools."""
    if self.dtype.is_floating_point:
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and Boolean-type "
            "tensors"
        )
    return apply(BITWISE_NOT, self)


def logical_and(self: Tensor, other: Tensor) -> Tensor:
    """Both.

    >>> import autoviz as av
    >>> av.logical_and(av.tensor([2, 0]), av.tensor([1, 1]))
    tensor([ True, False])
    """
    return apply(LOGICAL_AND, self, must_be_tensor("logical_and", "other", 2, other))


def logical_or(self: Tensor, other: Tensor) -> Tensor:
    """At least one of the two."""
    return apply(LOGICAL_OR, self, must_be_tensor("logical_or", "other", 2, other))


def logical_xor(self: Tensor, other: Tensor) -> Tensor:
    """One of the two, not both."""
    return apply(LOGICAL_XOR, self, must_be_tensor("logical_xor", "other", 2, other))


def logical_not(self: Tensor) -> Tensor:
    """Whether it is 0."""
    return apply(LOGICAL_NOT, self)


def _pair_in_place(row: Op) -> Callable[..., Tensor]:
    def write(self: Tensor, other: Tensor | Number) -> Tensor:
        return apply_in_place(row, self, other)

    return write


PUBLIC = public(
    bitwise_and,
    bitwise_not,
    bitwise_or,
    bitwise_xor,
    logical_and,
    logical_not,
    logical_or,
    logical_xor,
)

FACES = (
    Face(
        bitwise_and,
        ("bitwise_and",),
        "and",
        reflected=bitwise_and,
        in_place=_pair_in_place(BITWISE_AND),
    ),
    Face(
        bitwise_or,
        ("bitwise_or",),
        "or",
        reflected=bitwise_or,
        in_place=_pair_in_place(BITWISE_OR),
    ),
    Face(
        bitwise_xor,
        ("bitwise_xor",),
        "xor",
        reflected=bitwise_xor,
        in_place=_pair_in_place(BITWISE_XOR),
    ),
    Face(bitwise_not, ("bitwise_not",), in_place=in_place(BITWISE_NOT)),
    Face(invert, operator="invert"),
    Face(logical_and, ("logical_and",), in_place=_pair_in_place(LOGICAL_AND)),
    Face(logical_or, ("logical_or",), in_place=_pair_in_place(LOGICAL_OR)),
    Face(logical_xor, ("logical_xor",), in_place=_pair_in_place(LOGICAL_XOR)),
    Face(logical_not, ("logical_not",), in_place=in_place(LOGICAL_NOT)),
)
