"""What ``ops/reduction/sort_topk`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SORT": [
        ((MATRIX,), {"dim": 1, "descending": False}),
        ((MATRIX,), {"dim": 0, "descending": True}),
    ],
    "SORT_STABLE": [((MATRIX,), {"dim": 1, "descending": True})],
    "TOPK": [((MATRIX,), {"k": 2, "dim": 1, "largest": True})],
    "KTHVALUE": [
        ((MATRIX,), {"k": 2, "dim": 1, "keepdim": False}),
        ((MATRIX,), {"k": 1, "dim": 0, "keepdim": True}),
    ],
}
