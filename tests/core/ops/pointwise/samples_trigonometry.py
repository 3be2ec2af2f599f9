"""What ``ops/pointwise/trigonometry`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SIN": [((MATRIX,), {})],
    "COS": [((MATRIX,), {})],
    "TAN": [((MATRIX * 0.4,), {})],
    "SINH": [((MATRIX,), {})],
    "COSH": [((MATRIX,), {})],
    "SINC": [((MATRIX,), {})],
    "DEG2RAD": [((MATRIX,), {})],
    "RAD2DEG": [((MATRIX,), {})],
}
