"""What ``ops/pointwise/abs_sign`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SIGN": [((MATRIX,), {})],
    "SGN": [((MATRIX,), {})],
    "ABS": [((MATRIX,), {})],
}
