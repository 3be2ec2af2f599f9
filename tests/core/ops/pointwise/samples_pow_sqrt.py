"""What ``ops/pointwise/pow_sqrt`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SQRT": [((POSITIVE,), {})],
    "RSQRT": [((POSITIVE,), {})],
    "POW_SCALAR": [((MATRIX,), {"exponent": 3}), ((POSITIVE,), {"exponent": -0.5})],
    "POW": [((POSITIVE, ROW), {})],
    "POW_BASE": [((MATRIX,), {"self": 2.5})],
}
