"""What the rows of ``ops/repeating`` and ``ops/sorting`` are tried on."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "REPEAT": [((MATRIX,), {"repeats": (2, 1, 3)}), ((ROW,), {"repeats": (2, 2)})],
    "FLIP": [((MATRIX,), {"dims": (1,)})],
    "ROLL": [
        ((MATRIX,), {"shifts": (2,), "dims": ()}),
        ((MATRIX,), {"shifts": (1, -1), "dims": (0, 1)}),
    ],
    "ROT90": [((MATRIX,), {"k": 1, "dims": (0, 1)})],
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
