"""What ``ops/linalg/pinv_rank`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE
from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

EXACT = {"atol": None, "rtol": None, "hermitian": False}


SAMPLES: Samples = {
    "PINV": [((MATRIX,), EXACT), ((MATRIX.T,), EXACT), ((SQUARE,), EXACT)],
}
