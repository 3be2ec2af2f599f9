"""What the rows of ``ops/powers`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "POW_SCALAR": [((MATRIX,), {"exponent": 3}), ((POSITIVE,), {"exponent": -0.5})],
    "POW": [((POSITIVE, ROW), {})],
    "POW_BASE": [((MATRIX,), {"self": 2.5})],
}
