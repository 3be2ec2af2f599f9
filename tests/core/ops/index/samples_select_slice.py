"""What ``ops/index/select_slice`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SELECT": [((MATRIX,), {"dim": 1, "index": 2})],
    "SELECT_BACKWARD": [((ROW,), {"size": (2, 3), "dim": 0, "index": 1})],
    "SLICE": [((MATRIX,), {"dim": 1, "index": slice(0, 3, 2)})],
    "SLICE_BACKWARD": [((ROW,), {"size": (7,), "dim": 0, "index": slice(1, 6, 2)})],
    "ALIAS": [((MATRIX,), {})],
}
