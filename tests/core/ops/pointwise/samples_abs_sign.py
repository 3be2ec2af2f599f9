"""What ``ops/pointwise/abs_sign`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SIGN": [((MATRIX,), {})],
    "SGN": [((MATRIX,), {})],
    "ABS": [((MATRIX,), {})],
    "COPYSIGN": [((MATRIX, ROW), {})],
    "COPYSIGN_NUMBER": [((MATRIX,), {"other": -2.5})],
}
