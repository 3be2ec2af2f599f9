"""What ``ops/linalg/svd`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE
from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SVD": [
        ((SQUARE,), {"full_matrices": True}),
        ((MATRIX,), {"full_matrices": False}),
        ((MATRIX.T,), {"full_matrices": False}),
    ],
}
