"""What ``ops/shape/squeeze_unsqueeze`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "UNSQUEEZE": [((MATRIX,), {"dim": 1})],
    "SQUEEZE": [((MATRIX[None],), {"dim": (0, 1, 2)})],
    "SQUEEZE_DIM": [((MATRIX[None],), {"dim": (0,)}), ((MATRIX,), {"dim": (0,)})],
    "SQUEEZE_DIMS": [((MATRIX[None, :, None],), {"dim": (0, 2)})],
    "UNSQUEEZE_IN_PLACE": [((MATRIX,), {"dim": 1})],
    "SQUEEZE_IN_PLACE": [((MATRIX[None],), {"dim": (0, 1, 2)})],
    "SQUEEZE_DIM_IN_PLACE": [((MATRIX[None],), {"dim": (0,)})],
    "SQUEEZE_DIMS_IN_PLACE": [((MATRIX[None, :, None],), {"dim": (0, 2)})],
}
