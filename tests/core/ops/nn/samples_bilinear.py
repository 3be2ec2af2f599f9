"""What ``ops/nn/bilinear`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_WEIGHT = np.cos(np.arange(24)).reshape(2, 3, 4)
_OTHER = np.sin(np.arange(8)).reshape(2, 4)

SAMPLES: Samples = {
    "TRILINEAR": [
        (
            (MATRIX, _WEIGHT, _OTHER),
            {"expand1": (1, 3), "expand2": (0,), "expand3": (1, 2), "sumdim": (2, 3)},
        ),
    ],
}
