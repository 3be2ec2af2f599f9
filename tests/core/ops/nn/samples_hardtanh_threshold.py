"""What ``ops/nn/hardtanh_threshold`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

_LIMITS = {"min_val": -1, "max_val": 1.5}
_SMALL = {"lambd": 0.375}

SAMPLES: Samples = {
    "HARDTANH": [((MATRIX,), _LIMITS)],
    "RELU6": [((MATRIX * 2.5,), {"min_val": 0, "max_val": 6})],
    "HARDTANH_BACKWARD": [((POSITIVE, MATRIX), _LIMITS)],
    "HARDSIGMOID": [((MATRIX * 2,), {})],
    "HARDSWISH": [((MATRIX * 3,), {})],
    "HARDSWISH_BACKWARD": [((POSITIVE, MATRIX * 3), {})],
    "THRESHOLD": [((MATRIX,), {"threshold": 0.375, "value": 20})],
    "THRESHOLD_IN_PLACE": [((MATRIX,), {"threshold": -1, "value": 0.5})],
    "HARDSHRINK": [((MATRIX,), _SMALL)],
    "HARDSHRINK_BACKWARD": [((POSITIVE, MATRIX), _SMALL)],
    "SOFTSHRINK": [((MATRIX,), _SMALL)],
    "SOFTSHRINK_BACKWARD": [((POSITIVE, MATRIX), _SMALL)],
}
