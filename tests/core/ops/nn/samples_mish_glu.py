"""What ``ops/nn/mish_glu`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "MISH": [((MATRIX,), {}), ((ROW,), {})],
    "GLU": [((MATRIX,), {"dim": 0}), ((MATRIX.T,), {"dim": -1})],
    "GLU_BACKWARD": [((ROW[None] + 1, MATRIX), {"dim": 0})],
}
