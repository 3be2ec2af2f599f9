"""What ``ops/index/where_masked_fill`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "WHERE": [((MATRIX, ROW, MATRIX > 0), {})],
    "MASKED_FILL": [((MATRIX, MATRIX > 0), {"value": 2.5})],
    "MASKED_FILL_TENSOR": [((MATRIX, np.array(2.5), MATRIX > 0), {})],
}
