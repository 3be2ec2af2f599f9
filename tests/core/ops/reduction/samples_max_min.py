"""What ``ops/reduction/max_min`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "MAX": [((MATRIX,), {})],
    "MIN": [((MATRIX,), {})],
    "MEDIAN": [((MATRIX,), {})],
    "MAX_DIM": [((MATRIX,), {"dim": 1, "keepdim": False})],
    "MIN_DIM": [((MATRIX,), {"dim": 0, "keepdim": True})],
    "MEDIAN_DIM": [((MATRIX,), {"dim": 1, "keepdim": False})],
    "AMAX": [((MATRIX,), {"dim": (1,), "keepdim": False})],
    "AMIN": [((MATRIX,), {"dim": (0, 1), "keepdim": True})],
}
