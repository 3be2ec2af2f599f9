"""Number types, and which one comes out when two meet.

PyTorch's rule is not numpy's. Kinds are ordered bool < int < float. A tensor
with dimensions decides over a 0-d tensor, and that over a plain Python number:
the lower rank changes the result only when its *kind* is higher.

>>> result_dtype([int64], [], [1.5])
torch.float32
>>> result_dtype([float32], [float64], [])
torch.float32
>>> result_dtype([float32, float64], [], [])
torch.float64

Source: https://docs.pytorch.org/docs/stable/tensor_attributes.html
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "PUBLIC",
    "Array",
    "Dtype",
    "as_dtype",
    "bool_",
    "dtype_of",
    "float16",
    "float32",
    "float64",
    "get_default_dtype",
    "int8",
    "int16",
    "int32",
    "int64",
    "number_dtype",
    "promote",
    "result_dtype",
    "set_default_dtype",
    "uint8",
]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Dtype:
    """One number type. ``kind``: 0 bool, 1 integer, 2 floating point."""

    name: str
    numpy: np.dtype[Any]
    kind: int
    scalar_type: str

    @property
    def is_floating_point(self) -> bool:
        return self.kind == 2

    @property
    def is_complex(self) -> bool:
        return False

    @property
    def is_signed(self) -> bool:
        """Whether there are numbers below 0."""
        return self.numpy.kind in "if"

    @property
    def itemsize(self) -> int:
        """Bytes for each number."""
        return self.numpy.itemsize

    @property
    def legacy(self) -> str:
        """The tensor type of old, which some messages still name."""
        return f"torch.{self.scalar_type}Tensor" if self.kind else "CPUBoolType"

    @property
    def c_name(self) -> str:
        """C++'s name for it, which others name."""
        return _C_NAMES.get(self.scalar_type, self.scalar_type.lower())

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> str:
        return "bool_" if self.name == "bool" else self.name  # found here again


_C_NAMES = {
    "Byte": "unsigned char",
    "Char": "signed char",
    "Long": "long int",
    "Half": "c10::Half",
}

bool_ = Dtype("bool", np.dtype(np.bool_), 0, "Bool")
uint8 = Dtype("uint8", np.dtype(np.uint8), 1, "Byte")
int8 = Dtype("int8", np.dtype(np.int8), 1, "Char")
int16 = Dtype("int16", np.dtype(np.int16), 1, "Short")
int32 = Dtype("int32", np.dtype(np.int32), 1, "Int")
int64 = Dtype("int64", np.dtype(np.int64), 1, "Long")
float16 = Dtype("float16", np.dtype(np.float16), 2, "Half")
float32 = Dtype("float32", np.dtype(np.float32), 2, "Float")
float64 = Dtype("float64", np.dtype(np.float64), 2, "Double")

_ALL = (bool_, uint8, int8, int16, int32, int64, float16, float32, float64)
_BY_NUMPY = {each.numpy: each for each in _ALL}
_BY_PYTHON = {bool: bool_, int: int64, float: float64}

_default = float32


def get_default_dtype() -> Dtype:
    """The type of ``tensor(1.5)``, ``zeros(2)``, and of an integer divided."""
    return _default


def set_default_dtype(d: Dtype) -> None:
    """Make another floating type the default.

    Raises:
        TypeError: it is not one.
    """
    global _default
    if not isinstance(d, Dtype):
        raise TypeError(
            "invalid dtype object: only floating-point types are supported as the "
            "default type"
        )
    if not d.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    _default = d


def dtype_of(array: Array) -> Dtype:
    """The dtype of a numpy array.

    Raises:
        TypeError: PyTorch has no such type (its wording).
        NotImplementedError: PyTorch has, the core has not.
    """
    try:
        return _BY_NUMPY[array.dtype]
    except KeyError:
        if array.dtype.kind in "cu":
            raise NotImplementedError(
                f"{array.dtype.name} numbers are not in autoviz's numpy core; record "
                "real PyTorch for them"
            ) from None
        raise TypeError(
            f"can't convert np.ndarray of type {_name_of(array)}. The only supported "
            "types are: float64, float32, float16, complex64, complex128, int64, "
            "int32, int16, int8, uint64, uint32, uint16, uint8, and bool."
        ) from None


def _name_of(array: Array) -> str:
    return f"numpy.{array.dtype.type.__name__}"


def as_dtype(wanted: Any, function: str) -> Dtype:
    """A dtype that was asked for; Python's ``float``, ``int``, ``bool`` are some.

    Raises:
        TypeError: it is none.
    """
    if isinstance(wanted, Dtype):
        return wanted
    if isinstance(wanted, type) and wanted in _BY_PYTHON:
        return _BY_PYTHON[wanted]
    raise TypeError(
        f"{function}(): argument 'dtype' must be torch.dtype, not "
        f"{type(wanted).__name__}"
    )


def number_dtype(number: Any) -> Dtype:
    """The dtype of a plain number, Python's or numpy's.

    Raises:
        TypeError: it is none.
    """
    if isinstance(number, float | np.floating):
        return _default
    if isinstance(number, bool | np.bool_):
        return bool_
    if isinstance(number, int | np.integer):
        return int64
    raise TypeError(f"must be Tensor or Number, not {type(number).__name__}")


def promote(dtypes: Iterable[Dtype]) -> Dtype:
    """The smallest type of the highest kind that holds all of that kind.

    >>> promote([uint8, int8])
    torch.int16
    """
    result: Dtype | None = None
    for each in dtypes:
        if result is None:
            result = each
        elif each is not result:
            result = _promote(result, each)
    assert result is not None, "an operation without operands"
    return result


@functools.cache
def _promote(one: Dtype, other: Dtype) -> Dtype:
    if one.kind != other.kind:
        return max(one, other, key=lambda each: each.kind)
    return _BY_NUMPY[np.promote_types(one.numpy, other.numpy)]


def result_dtype(
    dimensioned: Sequence[Dtype], zero_dim: Sequence[Dtype], numbers: Sequence[Any]
) -> Dtype:
    """The type of a result, from the three ranks of operands."""
    result: Dtype | None = None
    for rank in (dimensioned, zero_dim, numbers):
        if not rank:
            continue
        here = promote(map(number_dtype, rank) if rank is numbers else rank)
        if result is None or here.kind > result.kind:
            result = here
    assert result is not None, "an operation without operands"
    return result


def promote_types(type1: Dtype, type2: Dtype) -> Dtype:
    """The smallest type that both can be brought to."""
    return promote([type1, type2])


def can_cast(from_: Dtype, to: Dtype) -> bool:
    """Whether an in-place operation may write one into the other."""
    return from_.kind <= to.kind


PUBLIC = {
    "bool": bool_,
    "can_cast": can_cast,
    "double": float64,
    "dtype": Dtype,
    "float": float32,
    "float16": float16,
    "float32": float32,
    "float64": float64,
    "get_default_dtype": get_default_dtype,
    "half": float16,
    "int": int32,
    "int16": int16,
    "int32": int32,
    "int64": int64,
    "int8": int8,
    "long": int64,
    "promote_types": promote_types,
    "set_default_dtype": set_default_dtype,
    "short": int16,
    "uint8": uint8,
}
