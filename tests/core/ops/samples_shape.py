"""What the rows of ``ops/shape`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "VIEW": [((MATRIX,), {"size": (3, 2)})],
    "RESHAPE_ALIAS": [((MATRIX,), {"size": (3, 2)})],
    "UNSAFE_VIEW": [((MATRIX,), {"size": (6,)})],
    "EXPAND": [((ROW,), {"size": (2, 3)})],
    "UNSQUEEZE": [((MATRIX,), {"dim": 1})],
    "SQUEEZE": [((MATRIX[None],), {"dim": (0, 1, 2)})],
    "SQUEEZE_DIM": [((MATRIX[None],), {"dim": (0,)}), ((MATRIX,), {"dim": (0,)})],
    "SQUEEZE_DIMS": [((MATRIX[None, :, None],), {"dim": (0, 2)})],
}
