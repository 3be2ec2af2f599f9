"""What ``ops/index/index_select`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

NUMBER = np.array(0.75)
TWICE = np.array([1, 0, 1])


SAMPLES: Samples = {
    "INDEX_SELECT": [((MATRIX, TWICE), {"dim": 0})],
    "INDEX_ADD": [
        ((MATRIX, MATRIX.T[:, [0, 1, 0]], TWICE), {"dim": 0, "alpha": 1}),
        ((MATRIX, MATRIX[:, :2], TWICE[1:]), {"dim": 1, "alpha": -2.5}),
    ],
    "INDEX_FILL": [((MATRIX, TWICE), {"dim": 1, "value": 2.0})],
    "INDEX_FILL_TENSOR": [((MATRIX, NUMBER, TWICE[1:]), {"dim": 1})],
    "INDEX_COPY": [((MATRIX, MATRIX[:, :2] * 2, TWICE[1:]), {"dim": 1})],
}
