"""What ``ops/linalg/diagonal`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

ABOVE = {"offset": 1, "dim1": 0, "dim2": 1}


SAMPLES: Samples = {
    "DIAGONAL": [
        ((MATRIX,), ABOVE),
        ((MATRIX[None],), {"offset": 0, "dim1": 2, "dim2": 1}),
    ],
    "DIAGONAL_COPY": [((MATRIX,), ABOVE)],
    "DIAGONAL_BACKWARD": [((ROW[:2],), {"size": (2, 3), **ABOVE})],
    "DIAG_EMBED": [
        ((ROW,), ABOVE),
        ((MATRIX,), {"offset": -1, "dim1": 0, "dim2": 2}),
    ],
    "TRACE": [((MATRIX,), {})],
}
