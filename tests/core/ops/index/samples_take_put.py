"""What ``ops/index/take_put`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "TAKE": [((MATRIX, np.array([[0, -1], [0, 2]])), {})],
    "PUT": [
        ((MATRIX, ROW, np.array([5, 0, 2])), {"accumulate": False}),
        ((MATRIX, ROW, np.array([5, 0, 5])), {"accumulate": True}),
    ],
}
