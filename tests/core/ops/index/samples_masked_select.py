"""What ``ops/index/masked_select`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "MASKED_SELECT": [((MATRIX, MATRIX > 0), {}), ((MATRIX, ROW > 0), {})],
    "MASKED_SCATTER": [
        ((MATRIX, MATRIX * 2, MATRIX > 0), {"source_sizes": (2, 3)}),
        ((MATRIX, ROW[:2], MATRIX > 1), {"source_sizes": (2,)}),
    ],
}
