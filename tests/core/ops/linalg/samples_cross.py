"""What ``ops/linalg/cross`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE
from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "CROSS": [
        ((ROW, MATRIX[0]), {"dim": 0}),
        ((MATRIX, ROW[None]), {"dim": 1}),
        ((SQUARE, SQUARE.T), {"dim": 0}),
    ],
}
