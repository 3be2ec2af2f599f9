"""What ``ops/pointwise/trigonometry`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SIN": [((MATRIX,), {})],
    "COS": [((MATRIX,), {})],
    "TAN": [((MATRIX * 0.4,), {})],
    "ATAN": [((MATRIX,), {})],
    "SINH": [((MATRIX,), {})],
    "COSH": [((MATRIX,), {})],
}
