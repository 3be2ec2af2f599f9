"""What ``ops/pointwise/comparison`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


_NAMES = ("EQ", "NE", "LT", "LE", "GT", "GE")

SAMPLES: Samples = {
    **{f"{name}_IN_PLACE": [((MATRIX, ROW), {})] for name in _NAMES},
    **{f"{name}_NUMBER_IN_PLACE": [((MATRIX,), {"other": 0.75})] for name in _NAMES},
}
