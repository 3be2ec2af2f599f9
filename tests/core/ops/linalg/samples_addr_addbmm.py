"""What ``ops/linalg/addr_addbmm`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_matmul import BATCH
from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

PLAIN = {"beta": 1, "alpha": 1}
SCALED = {"beta": 0.5, "alpha": -2}


SAMPLES: Samples = {
    "ADDR": [
        ((MATRIX, ROW[:2], MATRIX[1]), PLAIN),
        ((ROW, ROW[:2], MATRIX[1]), SCALED),
    ],
    "ADDBMM": [
        ((MATRIX[:, :2], BATCH, BATCH.swapaxes(1, 2)), PLAIN),
        ((ROW[:2], BATCH, BATCH.swapaxes(1, 2)), SCALED),
    ],
}
