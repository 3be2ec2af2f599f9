"""What ``ops/linalg/lstsq`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE
from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "LSTSQ": [
        ((MATRIX.T, SQUARE), {"rcond": None}),
        ((MATRIX.T, ROW), {"rcond": None}),
        ((MATRIX, MATRIX * 2), {"rcond": None}),
    ],
}
