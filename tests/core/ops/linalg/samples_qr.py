"""What ``ops/linalg/qr`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE
from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "QR": [
        ((SQUARE,), {"mode": "reduced"}),
        ((MATRIX.T,), {"mode": "reduced"}),
        ((MATRIX,), {"mode": "complete"}),
    ],
}
