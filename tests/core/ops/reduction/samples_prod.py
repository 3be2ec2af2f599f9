"""What ``ops/reduction/prod`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_WITH_ZERO = np.array([[0.5, 0.0, 2.0], [3.0, 0.25, -0.5]])
_WITH_ZEROS = np.array([[0.0, 0.0, 2.0], [3.0, 0.0, -0.5]])


SAMPLES: Samples = {
    "PROD": [((MATRIX,), {}), ((_WITH_ZERO,), {}), ((_WITH_ZEROS[:, :2],), {})],
    "PROD_DIM": [
        ((each,), {"dim": dim, "keepdim": keepdim})
        for each in (MATRIX, _WITH_ZERO, _WITH_ZEROS)
        for dim, keepdim in ((1, False), (0, True))
    ],
}
