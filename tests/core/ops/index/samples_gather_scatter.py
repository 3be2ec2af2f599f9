"""What ``ops/index/gather_scatter`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]
PLACES = np.array([[0, 2], [1, 1]])
OTHERS = np.array([[0, 2], [1, 0]])  # none twice in a row


SAMPLES: Samples = {
    "GATHER": [((MATRIX, PLACES), {"dim": 1})],
    "SCATTER": [((MATRIX, MATRIX[:, :2] * 2, OTHERS), {"dim": 1})],
    "SCATTER_VALUE": [((MATRIX, PLACES), {"dim": 1, "value": 2.0})],
    "SCATTER_ADD": [((MATRIX, MATRIX[:, :2] * 2, PLACES), {"dim": 1})],
}
