"""What the rows of ``ops/spread`` are tried on: inputs, then arguments."""

from __future__ import annotations

import math

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_WHOLE = {"dim": None, "correction": None, "keepdim": False}
_ROWS = {"dim": (1,), "correction": 0, "keepdim": False}
_COLUMNS = {"dim": (0,), "correction": 1, "keepdim": True}

SAMPLES: Samples = {
    "VAR": [((MATRIX,), _WHOLE), ((MATRIX,), _ROWS), ((MATRIX,), _COLUMNS)],
    "STD": [((MATRIX,), _WHOLE), ((MATRIX,), _ROWS), ((MATRIX,), _COLUMNS)],
    "VECTOR_NORM": [
        ((MATRIX,), {"ord": ord, "dim": dim, "keepdim": keepdim})
        for ord in (2, 1, 3, 1.5, 0.5, math.inf, -math.inf)
        for dim, keepdim in ((None, False), ((1,), True), ((0,), False))
    ],
}
