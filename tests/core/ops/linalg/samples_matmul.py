"""What ``ops/linalg/matmul`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

BATCH = np.stack([MATRIX, MATRIX * 0.5 + 1])


SAMPLES: Samples = {
    "SQUEEZE_ROW": [((MATRIX[:1],), {"dim": (0,)})],
    "MM": [((MATRIX, MATRIX.T * 0.5), {})],
    "BMM": [((BATCH, BATCH.swapaxes(1, 2) * 0.5), {})],
    "MV": [((MATRIX, ROW), {})],
    "DOT": [((ROW, MATRIX[0]), {})],
}
