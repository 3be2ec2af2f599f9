"""What ``ops/pointwise/inverse_trigonometry`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "ASIN": [((MATRIX * 0.25,), {})],
    "ACOS": [((MATRIX * 0.25,), {})],
    "ATAN": [((MATRIX,), {})],
    "ASINH": [((MATRIX,), {})],
    "ACOSH": [((POSITIVE + 1,), {})],
    "ATANH": [((MATRIX * 0.25,), {})],
    "ATAN2": [((MATRIX, ROW), {})],
    "HYPOT": [((MATRIX, ROW), {})],
}
