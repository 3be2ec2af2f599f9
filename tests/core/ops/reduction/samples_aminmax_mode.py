"""What ``ops/reduction/aminmax_mode`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_DIFFERENT = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.25]])


SAMPLES: Samples = {
    "AMINMAX": [
        ((MATRIX,), {"dim": None, "keepdim": False}),
        ((MATRIX,), {"dim": (1,), "keepdim": False}),
        ((MATRIX,), {"dim": (0,), "keepdim": True}),
    ],
    "MODE": [
        ((_DIFFERENT,), {"dim": 1, "keepdim": False}),
        ((_DIFFERENT,), {"dim": 0, "keepdim": True}),
    ],
}
