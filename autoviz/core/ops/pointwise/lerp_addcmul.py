"""Three tensors in one operation: ``lerp``, ``addcmul``, ``addcdiv``.

``lerp`` goes from one number towards another, as far as ``weight`` says: 0 stays, 1
arrives. The gradient is shared out in the same proportion. The other two add a product
or a quotient; optimizers are written with them.

Next: ``comparison``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import (
    missing_kernel,
    must_be_tensor,
    not_of_bools,
    scalar_type,
)
from autoviz.core.ops.pointwise.scalar import alone, times
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "addcdiv", "addcmul", "lerp"]


def _lerp(self: Array, end: Array, weight: Any) -> Any:
    """From the nearer end, so that both ends are met exactly."""
    broadcast_shape(self.shape, end.shape, np.shape(weight))
    if self.dtype.kind != "f":
        kind = "tensor" if isinstance(weight, np.ndarray) else "scalar"
        raise missing_kernel(f"lerp_kernel_{kind}", self)
    weight, way = np.asarray(weight, self.dtype), end - self
    near, far = self + weight * way, end - way * (1 - weight)
    return laid_out(np.where(np.abs(weight) < 0.5, near, far), self, end, weight)


def _addcmul(self: Array, tensor1: Array, tensor2: Array, value: Number) -> Any:
    broadcast_shape(self.shape, tensor1.shape, tensor2.shape)
    not_of_bools("addcmul_cpu_out", self)
    made = self + self.dtype.type(value) * tensor1 * tensor2
    return laid_out(made, self, tensor1, tensor2)


def _addcdiv(self: Array, tensor1: Array, tensor2: Array, value: Number) -> Any:
    broadcast_shape(self.shape, tensor1.shape, tensor2.shape)
    made = self + self.dtype.type(value) * tensor1 / tensor2
    return laid_out(made, self, tensor1, tensor2)


def _scaled(factor: Any, value: Number, g: Any) -> Any:
    """Of whole numbers a float is made first, or ``value`` would be cut off."""
    if isinstance(factor, np.ndarray) and factor.dtype.kind != "f":
        factor = factor.astype(g.dtype)
    return times(factor, value)


def _inverted(value: Number, tensor2: Any) -> Any:
    """``value / tensor2``, written over a copy of ``tensor2``, as PyTorch does it."""
    array = tensor2.array if isinstance(tensor2, Tensor) else tensor2
    if array.dtype.kind != "f":
        raise RuntimeError(
            "result type Float can't be cast to the desired output type "
            f"{scalar_type(array)}"
        )
    return alone(value, tensor2) / tensor2


LERP = Op(
    "lerp",
    "LerpBackward0",
    ("self", "end"),
    _lerp,
    (
        Grad("1 - weight", lambda g, weight: times(g, 1 - weight)),
        Grad("weight", lambda g, weight: times(g, weight)),
    ),
    symbol="lerp({0}, {1}, {weight})",
    dtype="same",
)

LERP_TENSOR = Op(
    "lerp",
    "LerpBackward1",
    ("self", "end", "weight"),
    _lerp,
    (
        Grad("1 - weight", lambda g, weight: g * (alone(1, weight) - weight)),
        Grad("weight", lambda g, weight: g * weight),
        Grad("end - self", lambda g, self, end: g * (end - self)),
    ),
    symbol="lerp({0}, {1}, {2})",
)

ADDCMUL = Op(
    "addcmul",
    "AddcmulBackward0",
    ("self", "tensor1", "tensor2"),
    _addcmul,
    (
        Grad("1", lambda g: g),
        Grad(
            "value * tensor2", lambda g, tensor2, value: g * _scaled(tensor2, value, g)
        ),
        Grad(
            "value * tensor1", lambda g, tensor1, value: g * _scaled(tensor1, value, g)
        ),
    ),
    symbol="{0} + {value} * {1} * {2}",
)

ADDCDIV = Op(
    "addcdiv",
    "AddcdivBackward0",
    ("self", "tensor1", "tensor2"),
    _addcdiv,
    (
        Grad("1", lambda g: g),
        Grad(
            "value / tensor2",
            lambda g, tensor2, value: g * _inverted(value, tensor2),
        ),
        Grad(
            "-value * tensor1 / tensor2**2",
            lambda g, tensor1, tensor2, value: (
                -g * (_scaled(tensor1, value, g) / (tensor2 * tensor2))
            ),
        ),
    ),
    symbol="{0} + {value} * {1} / {2}",
)


def lerp(self: Tensor, end: Tensor, weight: Tensor | Number) -> Tensor:
    """``self + weight * (end - self)``.

    >>> import autoviz as av
    >>> av.lerp(av.tensor([0.0, 10.0]), av.tensor([4.0, 20.0]), 0.5)
    tensor([ 2., 15.])

    Raises:
        RuntimeError: the types differ.
    """
    _check_lerp(self, end, weight)
    if isinstance(weight, Tensor):
        return apply(LERP_TENSOR, self, end, weight)
    return apply(LERP, self, end, weight=weight)


def lerp_(self: Tensor, end: Tensor, weight: Tensor | Number) -> Tensor:
    """The same, written into ``self``."""
    _check_lerp(self, end, weight)
    if isinstance(weight, Tensor):
        return apply_in_place(LERP_TENSOR, self, end, weight)
    return apply_in_place(LERP, self, end, weight=weight)


def _check_lerp(self: Tensor, end: Any, weight: Any) -> None:
    must_be_tensor("lerp", "end", 2, end)
    strict = isinstance(weight, Tensor) and weight.ndim
    for name, each in (("end", end), ("weight", weight if strict else self)):
        if each.dtype is not self.dtype:
            raise RuntimeError(
                f"expected dtype {self.dtype.c_name} for `{name}` but got dtype "
                f"{each.dtype.c_name}"
            )


def addcmul(
    self: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1
) -> Tensor:
    """``self + value * tensor1 * tensor2``.

    >>> import autoviz as av
    >>> av.addcmul(av.tensor([1.0]), av.tensor([2.0]), av.tensor([3.0]), value=10)
    tensor([61.])
    """
    return apply(ADDCMUL, self, tensor1, tensor2, value=value)


def addcmul_(
    self: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1
) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(ADDCMUL, self, tensor1, tensor2, value=value)


def addcdiv(
    self: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1
) -> Tensor:
    """``self + value * tensor1 / tensor2``.

    >>> import autoviz as av
    >>> av.addcdiv(av.tensor([1.0]), av.tensor([6.0]), av.tensor([3.0]), value=10)
    tensor([21.])

    Raises:
        RuntimeError: whole numbers are divided.
    """
    _check_quotient(tensor1, tensor2)
    return apply(ADDCDIV, self, tensor1, tensor2, value=value)


def addcdiv_(
    self: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1
) -> Tensor:
    """The same, written into ``self``."""
    _check_quotient(tensor1, tensor2)
    return apply_in_place(ADDCDIV, self, tensor1, tensor2, value=value)


def _check_quotient(tensor1: Tensor, tensor2: Tensor) -> None:
    if not (tensor1.dtype.is_floating_point or tensor2.dtype.is_floating_point):
        raise RuntimeError(NO_WHOLE_QUOTIENT)


NO_WHOLE_QUOTIENT = (
    "Integer division with addcdiv is no longer supported, and in a future  "
    "release addcdiv will perform a true division of tensor1 and tensor2. The "
    "historic addcdiv behavior can be implemented as (input + value * "
    "torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as "
    "(input + value * tensor1 / tensor2) for float inputs. The future addcdiv "
    "behavior is just the latter implementation: (input + value * tensor1 / "
    "tensor2), for all dtypes."
)


PUBLIC = public(addcdiv, addcmul, lerp)

FACES = (
    Face(lerp, ("lerp",), in_place=lerp_),
    Face(addcmul, ("addcmul",), in_place=addcmul_),
    Face(addcdiv, ("addcdiv",), in_place=addcdiv_),
)
