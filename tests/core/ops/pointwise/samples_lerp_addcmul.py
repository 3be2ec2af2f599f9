"""What ``ops/pointwise/lerp_addcmul`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "LERP": [((MATRIX, ROW), {"weight": weight}) for weight in (0.25, 0.75, 2.5)],
    "LERP_TENSOR": [((MATRIX, ROW, POSITIVE * 0.4), {})],
    "ADDCMUL": [((MATRIX, ROW, POSITIVE), {"value": 2.5})],
    "ADDCDIV": [((MATRIX, ROW, POSITIVE), {"value": 2.5})],
}
