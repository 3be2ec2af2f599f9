"""What ``ops/index/advanced_indexing`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

TWICE = np.array([1, 0, 1])
MASK = np.array([True, False])


SAMPLES: Samples = {
    "INDEX": [((MATRIX, TWICE), {}), ((MATRIX, MATRIX > 0), {}), ((MATRIX, MASK), {})],
    "INDEX_BEHIND": [((MATRIX, np.array([[2, -1], [0, 1]])), {})],
    "INDEX_APART": [((MATRIX[:, None], TWICE, TWICE), {})],
    "INDEX_PUT_IMPL": [
        ((MATRIX, MATRIX * 2, np.array([1, 1])), {"accumulate": True}),
        ((MATRIX, MATRIX[:1], MASK), {"accumulate": True}),
    ],
    "INDEX_PUT": [
        ((MATRIX, ROW, np.array([1])), {"accumulate": False}),
        ((MATRIX, ROW[:1], TWICE), {"accumulate": True}),
        ((MATRIX, ROW, MATRIX > 0.3), {"accumulate": False}),
    ],
}
