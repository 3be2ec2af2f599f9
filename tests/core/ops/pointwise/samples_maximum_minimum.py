"""What ``ops/pointwise/maximum_minimum`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "MAXIMUM": [((MATRIX, ROW), {})],
    "FMAX": [((MATRIX, ROW), {})],
    "FMIN": [((MATRIX, ROW), {})],
    "MINIMUM": [((MATRIX, ROW), {})],
}
