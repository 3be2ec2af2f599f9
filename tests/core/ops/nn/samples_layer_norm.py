"""What ``ops/nn/layer_norm`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]
_GIVEN = np.arange(12).reshape(2, 2, 3) * 0.2 - 1


SAMPLES: Samples = {
    "LAYER_NORM": [
        ((MATRIX, ROW, ROW + 1), {"normalized_shape": (3,), "eps": 1e-5}),
        (
            (_GIVEN, MATRIX[:, :3], MATRIX + 1),
            {"normalized_shape": (2, 3), "eps": 1e-3},
        ),
    ],
}
