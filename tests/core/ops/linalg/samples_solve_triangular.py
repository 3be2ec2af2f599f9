"""What ``ops/linalg/solve_triangular`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE, SQUARES
from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


def told(upper: bool, left: bool, unitriangular: bool = False) -> dict[str, bool]:
    return {"upper": upper, "left": left, "unitriangular": unitriangular}


SAMPLES: Samples = {
    "SOLVE_TRIANGULAR": [
        ((SQUARE, MATRIX.T), told(upper=True, left=True)),
        ((SQUARES, MATRIX.T), told(upper=False, left=True, unitriangular=True)),
        ((SQUARE, MATRIX), told(upper=True, left=False, unitriangular=True)),
        ((SQUARE, MATRIX), told(upper=False, left=False)),
    ],
}
