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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "PUBLIC",
    "Array",
    "Dtype",
    "bool_",
    "dtype_of",
    "float32",
    "float64",
    "int32",
    "int64",
    "number_dtype",
    "promote",
    "result_dtype",
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
    def legacy(self) -> str:
        """The tensor type of old, which some messages still name."""
        return f"torch.{self.scalar_type}Tensor" if self.kind else "CPUBoolType"

    @property
    def c_name(self) -> str:
        """C++'s name for it, which others name."""
        name = self.scalar_type.lower()
        return "long int" if name == "long" else name

    def __repr__(self) -> str:
        return f"torch.{self.name}"


bool_ = Dtype("bool", np.dtype(np.bool_), 0, "Bool")
int32 = Dtype("int32", np.dtype(np.int32), 1, "Int")
int64 = Dtype("int64", np.dtype(np.int64), 1, "Long")
float32 = Dtype("float32", np.dtype(np.float32), 2, "Float")
float64 = Dtype("float64", np.dtype(np.float64), 2, "Double")

_SMALLEST_FIRST = (bool_, int32, int64, float32, float64)
_BY_NUMPY = {each.numpy: each for each in _SMALLEST_FIRST}


def dtype_of(array: Array) -> Dtype:
    """The dtype of a numpy array.

    Raises:
        TypeError: the core has no such type (PyTorch's wording).
    """
    try:
        return _BY_NUMPY[array.dtype]
    except KeyError:
        raise TypeError(
            f"can't convert np.ndarray of type {array.dtype}. The supported types "
            "are: float64, float32, int64, int32, and bool."
        ) from None


def number_dtype(number: Any) -> Dtype:
    """The dtype of a plain number, Python's or numpy's.

    Raises:
        TypeError: it is none.
    """
    if isinstance(number, bool | np.bool_):
        return bool_
    if isinstance(number, int | np.integer):
        return int64
    if isinstance(number, float | np.floating):
        return float32
    raise TypeError(f"must be Tensor or Number, not {type(number).__name__}")


def promote(dtypes: Iterable[Dtype]) -> Dtype:
    """The smallest type of the highest kind that holds all of that kind."""
    return max(dtypes, key=_SMALLEST_FIRST.index)


def result_dtype(
    dimensioned: Sequence[Dtype], zero_dim: Sequence[Dtype], numbers: Sequence[Any]
) -> Dtype:
    """The type of a result, from the three ranks of operands."""
    result: Dtype | None = None
    for rank in (dimensioned, zero_dim, [number_dtype(each) for each in numbers]):
        if not rank:
            continue
        here = promote(rank)
        if result is None or here.kind > result.kind:
            result = here
    assert result is not None, "an operation without operands"
    return result


PUBLIC = {
    "bool": bool_,
    "float32": float32,
    "float64": float64,
    "int32": int32,
    "int64": int64,
}
