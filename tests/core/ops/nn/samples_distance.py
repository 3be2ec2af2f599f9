"""What ``ops/nn/distance`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_OTHER = np.cos(np.arange(12)).reshape(4, 3)
_ORDERS = (0.5, 1.0, 1.5, 2.0, 3.0, float("inf"))

SAMPLES: Samples = {
    "NORM_DIM": [
        ((MATRIX,), {"p": each, "dim": (1,), "keepdim": False})
        for each in (1.0, 2.0, 3.0)
    ],
    "CDIST": [((MATRIX, _OTHER), {"p": each}) for each in _ORDERS],
    "PDIST": [((_OTHER,), {"p": each}) for each in _ORDERS],
}
