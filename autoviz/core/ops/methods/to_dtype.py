"""The same numbers in another type: ``x.double()``, ``x.to(dtype)``, ``x.long()``.

Among floats the copy stays in autograd, and the gradient comes back in the type of
the original. Integers and bools have no gradient, so ``x.long()`` ends the path. A
tensor that has the wanted type already is returned itself: no copy, no node.

Next: ``attributes``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core import dtypes
from autoviz.core.apply import apply
from autoviz.core.device import Device, check_device
from autoviz.core.dtypes import Array, Dtype, as_dtype
from autoviz.core.faces import Face
from autoviz.core.op import Grad, Op
from autoviz.core.tensor import Tensor
from autoviz.core.tensor_types import TensorType

__all__ = ["FACES", "PUBLIC", "TO_COPY", "to"]


def _converted(self: Array, dtype: str) -> Any:
    """Floats lose what comes after the point; integers keep their last bits."""
    return self.astype(dtype, order="K" if 0 not in self.strides else "C")


TO_COPY = Op(
    "to",
    "ToCopyBackward0",
    ("self",),
    _converted,
    (Grad("1", lambda g: g),),
    symbol="{0}.to({dtype})",
    dtype="same",
)

# Integers and bools have no gradient.
TO_WHOLE = Op(
    "to",
    "",
    ("self",),
    _converted,
    (),
    symbol="{0}.to({dtype})",
    dtype="same",
)


def to(
    self: Tensor,
    *target: Any,
    dtype: Dtype | None = None,
    device: Any = None,
    non_blocking: bool = False,
    copy: bool = False,
) -> Tensor:
    """The tensor in another type: ``to(dtype)``, ``to(device, dtype)``, ``to(other)``.

    Itself, if it has that type already and no ``copy`` is asked for.

    >>> import autoviz as av
    >>> av.tensor([1.7, -1.7]).to(av.int64)
    tensor([ 1, -1])

    Raises:
        AssertionError: a device that is not the CPU.
    """
    for each in target[:2]:
        if isinstance(each, Tensor):
            dtype = each.dtype
        elif isinstance(each, str | Device):
            device = each
        elif each is not None and not isinstance(each, bool):
            dtype = as_dtype(each, "to")
    check_device(device)
    wanted = self.dtype if dtype is None else as_dtype(dtype, "to")
    if wanted is self.dtype and not (copy or target[3:4] == (True,)):
        return self
    row = TO_COPY if wanted.is_floating_point else TO_WHOLE
    return apply(row, self, dtype=wanted.name)


def _type(self: Tensor, dtype: Any = None) -> Any:
    """The old name of its type, ``"torch.FloatTensor"``; with ``dtype``, ``to`` it.

    Raises:
        ValueError: no type has this name.
        TypeError: not even a name.
    """
    if dtype is None:
        return f"torch.{self.dtype.scalar_type}Tensor"
    if isinstance(dtype, str):
        return to(self, _of_old(dtype))
    if isinstance(dtype, TensorType):
        return to(self, dtype.dtype)
    if isinstance(dtype, type):
        raise ValueError(f"invalid type: '{dtype.__name__}'")
    if not isinstance(dtype, Dtype):
        raise TypeError("dtype must be a type, str, or dtype object")
    return to(self, dtype)


def _of_old(name: str) -> Dtype:
    for each in vars(dtypes).values():
        if isinstance(each, Dtype) and name == f"torch.{each.scalar_type}Tensor":
            return each
    raise ValueError(f"invalid type: '{name}'")


def _type_as(self: Tensor, other: Tensor) -> Tensor:
    """In the type of another tensor."""
    return to(self, other.dtype)


def _float(self: Tensor) -> Tensor:
    """In float32."""
    return to(self, dtypes.float32)


def _double(self: Tensor) -> Tensor:
    """In float64."""
    return to(self, dtypes.float64)


def _half(self: Tensor) -> Tensor:
    """In float16."""
    return to(self, dtypes.float16)


def _long(self: Tensor) -> Tensor:
    """In int64: what comes after the point is dropped, and the gradient ends."""
    return to(self, dtypes.int64)


def _int(self: Tensor) -> Tensor:
    """In int32."""
    return to(self, dtypes.int32)


def _short(self: Tensor) -> Tensor:
    """In int16."""
    return to(self, dtypes.int16)


def _char(self: Tensor) -> Tensor:
    """In int8."""
    return to(self, dtypes.int8)


def _byte(self: Tensor) -> Tensor:
    """In uint8."""
    return to(self, dtypes.uint8)


def _bool(self: Tensor) -> Tensor:
    """Whether each number is not 0."""
    return to(self, dtypes.bool_)


def _cpu(self: Tensor) -> Tensor:
    """Itself: it is there."""
    return self


def _cuda(self: Tensor, device: Any = None) -> Tensor:
    """Refused: there is no graphics card here."""
    return to(self, "cuda")


PUBLIC: dict[str, Any] = {}

FACES = (
    Face(to, ("to",)),
    Face(_type, ("type",)),
    Face(_type_as, ("type_as",)),
    Face(_float, ("float",)),
    Face(_double, ("double",)),
    Face(_half, ("half",)),
    Face(_long, ("long",)),
    Face(_int, ("int",)),
    Face(_short, ("short",)),
    Face(_char, ("char",)),
    Face(_byte, ("byte",)),
    Face(_bool, ("bool",)),
    Face(_cpu, ("cpu",)),
    Face(_cuda, ("cuda",)),
)
