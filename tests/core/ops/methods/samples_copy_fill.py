"""What ``ops/methods/copy_fill`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "COPY": [((MATRIX, ROW), {}), ((ROW, np.array(2.0)), {})],
    "FILL": [((MATRIX,), {"value": 2.0})],
    "FILL_TENSOR": [((MATRIX, np.array(2.0)), {})],
    "ZERO": [((MATRIX,), {})],
}
