"""What ``ops/linalg/solve_inv`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES", "SQUARE", "SQUARES", "SYMMETRIC"]

SQUARE = np.array([[2.0, 0.5, -1.0], [0.25, 1.5, 0.75], [-0.5, 1.0, 3.0]])
SQUARES = np.stack([SQUARE, SQUARE.T * 0.5 + np.eye(3)])
SYMMETRIC = SQUARE @ SQUARE.T


SAMPLES: Samples = {
    "INV": [((SQUARE,), {}), ((SQUARES,), {})],
    "SOLVE": [
        ((SQUARE, MATRIX.T), {"left": True}),
        ((SQUARES, MATRIX.T), {"left": True}),
        ((SQUARE, MATRIX), {"left": False}),
        ((SQUARE, ROW), {"left": True}),
    ],
}
