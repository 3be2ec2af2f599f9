"""What ``ops/pointwise/clamp`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

_HIGHER = ROW + 1.1


SAMPLES: Samples = {
    "CLAMP": [
        ((MATRIX,), {"min": -1, "max": 2.5}),
        ((MATRIX,), {"min": None, "max": 1.0}),
        ((MATRIX,), {"min": 0.0, "max": None}),
    ],
    "CLAMP_TENSOR": [((MATRIX, ROW, _HIGHER), {})],
    "CLAMP_MIN": [((MATRIX,), {"min": 0.4})],
    "CLAMP_MIN_TENSOR": [((MATRIX, ROW), {})],
    "CLAMP_MAX": [((MATRIX,), {"max": 0.4})],
    "CLAMP_MAX_TENSOR": [((MATRIX, ROW), {})],
    "NAN_TO_NUM": [((MATRIX,), {"nan": None, "posinf": None, "neginf": None})],
}
