"""What ``ops/reduction/norm`` is tried on: inputs, then arguments."""

from __future__ import annotations

import math

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "VECTOR_NORM": [
        ((MATRIX,), {"ord": ord, "dim": dim, "keepdim": keepdim})
        for ord in (2, 1, 3, 1.5, 0.5, math.inf, -math.inf)
        for dim, keepdim in ((None, False), ((1,), True), ((0,), False))
    ],
    "DIST": [
        ((MATRIX, ROW + 0.25), {"p": p}) for p in (2, 1, 3, 1.5, math.inf, -math.inf)
    ],
}
