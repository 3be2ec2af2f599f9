"""What the rows of ``ops/softmax`` and ``ops/scaled`` are tried on."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

_LOGS = np.log([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375]])

SAMPLES: Samples = {
    "MUL_SCALAR": [((MATRIX,), {"other": 3})],
    "DIV_SCALAR": [((MATRIX,), {"other": 4})],
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
