"""What the rows of ``ops/picking``, ``gathering`` and ``masking`` are tried on."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

NUMBER = np.array(0.75)
TWICE = np.array([1, 0, 1])
PLACES = np.array([[0, 2], [1, 1]])
OTHERS = np.array([[0, 2], [1, 0]])  # none twice in a row

SAMPLES: Samples = {
    "INDEX_SELECT": [((MATRIX, TWICE), {"dim": 0})],
    "INDEX_ADD": [
        ((MATRIX, MATRIX.T[:, [0, 1, 0]], TWICE), {"dim": 0, "alpha": 1}),
        ((MATRIX, MATRIX[:, :2], TWICE[1:]), {"dim": 1, "alpha": -2.5}),
    ],
    "INDEX_FILL": [((MATRIX, TWICE), {"dim": 1, "value": 2.0})],
    "INDEX_FILL_TENSOR": [((MATRIX, NUMBER, TWICE[1:]), {"dim": 1})],
    "INDEX_COPY": [((MATRIX, MATRIX[:, :2] * 2, TWICE[1:]), {"dim": 1})],
    "GATHER": [((MATRIX, PLACES), {"dim": 1})],
    "SCATTER": [((MATRIX, MATRIX[:, :2] * 2, OTHERS), {"dim": 1})],
    "SCATTER_VALUE": [((MATRIX, PLACES), {"dim": 1, "value": 2.0})],
    "SCATTER_ADD": [((MATRIX, MATRIX[:, :2] * 2, PLACES), {"dim": 1})],
    "MASKED_SELECT": [((MATRIX, MATRIX > 0), {}), ((MATRIX, ROW > 0), {})],
    "MASKED_SCATTER": [
        ((MATRIX, MATRIX * 2, MATRIX > 0), {"source_sizes": (2, 3)}),
        ((MATRIX, ROW[:2], MATRIX > 1), {"source_sizes": (2,)}),
    ],
    "TAKE": [((MATRIX, np.array([[0, -1], [0, 2]])), {})],
    "PUT": [
        ((MATRIX, ROW, np.array([5, 0, 2])), {"accumulate": False}),
        ((MATRIX, ROW, np.array([5, 0, 5])), {"accumulate": True}),
    ],
}
