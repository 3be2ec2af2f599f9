"""What ``ops/nn/softmax`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

_LOGS = np.log([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]])


SAMPLES: Samples = {
    "SOFTMAX": [
        ((MATRIX,), {"dim": 1}),
        ((MATRIX,), {"dim": -2}),
        ((ROW,), {"dim": 0}),
    ],
    "SAFE_SOFTMAX": [((MATRIX,), {"dim": -1})],
    "LOG_SOFTMAX": [((MATRIX,), {"dim": 1}), ((MATRIX,), {"dim": -2})],
    "SOFTMAX_BACKWARD": [((MATRIX, np.exp(_LOGS)), {"dim": 1})],
    "LOG_SOFTMAX_BACKWARD": [((MATRIX, _LOGS), {"dim": 1})],
}
