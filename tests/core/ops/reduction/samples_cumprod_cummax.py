"""What ``ops/reduction/cumprod_cummax`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_WITH_ZEROS = np.array([[0.5, 0.0, 2.0, 1.5], [3.0, 0.0, 0.0, -0.5]])


SAMPLES: Samples = {
    "CUMPROD": [
        ((MATRIX,), {"dim": 1}),
        ((MATRIX,), {"dim": 0}),
        ((_WITH_ZEROS,), {"dim": 1}),
        ((_WITH_ZEROS,), {"dim": 0}),
    ],
    "CUMMAX": [((MATRIX,), {"dim": 1}), ((MATRIX,), {"dim": 0})],
    "CUMMIN": [((MATRIX,), {"dim": 1})],
    "LOGCUMSUMEXP": [((MATRIX,), {"dim": 1}), ((MATRIX,), {"dim": 0})],
}
