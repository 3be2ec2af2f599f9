"""What ``ops/index/select_scatter`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "SELECT_SCATTER": [((MATRIX, ROW), {"dim": 0, "index": 1})],
    "SLICE_SCATTER": [
        ((MATRIX, MATRIX[:, :2] * 2), {"dim": 1, "index": slice(0, 3, 2)})
    ],
    "DIAGONAL_SCATTER": [((MATRIX, ROW[:2]), {"offset": 1, "dim1": 0, "dim2": 1})],
}
