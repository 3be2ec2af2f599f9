"""How large, how small and how fine a number type is: ``finfo`` and ``iinfo``.

And the numbers that have a name: ``pi``, ``e``, ``inf``, ``nan``.

>>> from autoviz.core.dtypes import float32, uint8
>>> finfo(float32).eps  # the gap between 1 and the next number
1.1920928955078125e-07
>>> iinfo(uint8).max
255
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.dtypes import (
    Dtype,
    bool_,
    get_default_dtype,
)

__all__ = ["PUBLIC", "finfo", "iinfo"]


class finfo:
    """Of a floating point type."""

    def __init__(self, type: Dtype | None = None) -> None:
        wanted = get_default_dtype() if type is None else type
        if not isinstance(wanted, Dtype) or not wanted.is_floating_point:
            raise TypeError(
                "torch.finfo() requires a floating point input type. Use torch.iinfo "
                "to handle 'torch.finfo'"
            )
        found = np.finfo(wanted.numpy)
        self.dtype = wanted.name
        self.bits = int(found.bits)
        self.eps = float(found.eps)
        self.max = float(found.max)
        self.min = float(found.min)
        self.resolution = float(f"1e-{found.precision}")
        self.smallest_normal = self.tiny = float(found.smallest_normal)

    def __repr__(self) -> str:
        names = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        numbers = ", ".join(f"{name}={getattr(self, name):g}" for name in names)
        return f"finfo({numbers}, dtype={self.dtype})"

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, finfo) and self.dtype == other.dtype

    def __hash__(self) -> int:
        return hash(self.dtype)


class iinfo:
    """Of an integer type."""

    def __init__(self, type: Dtype) -> None:
        if type is bool_:
            raise TypeError("torch.bool is not supported by torch.iinfo")
        if not isinstance(type, Dtype) or type.is_floating_point:
            raise TypeError(
                "torch.iinfo() requires an integer input type. Use torch.finfo to "
                "handle 'torch.iinfo'"
            )
        found = np.iinfo(type.numpy)
        self.dtype = type.name
        self.bits = int(found.bits)
        self.max = int(found.max)
        self.min = int(found.min)

    def __repr__(self) -> str:
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, iinfo) and self.dtype == other.dtype

    def __hash__(self) -> int:
        return hash(self.dtype)


PUBLIC = {
    "e": math.e,
    "finfo": finfo,
    "iinfo": iinfo,
    "inf": math.inf,
    "nan": math.nan,
    "newaxis": None,
    "pi": math.pi,
}
