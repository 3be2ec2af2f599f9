"""What ``ops/nn/batch_norm`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

_IMAGES = np.cos(np.arange(24)).reshape(2, 3, 2, 2)
_TRAINING = {"training": True, "eps": 1e-3}
_EVALUATION = {"training": False, "eps": 1e-3}
_MEAN, _VAR = np.array([0.5, -0.25, 0.0]), np.array([1.0, 2.0, 0.5])

SAMPLES: Samples = {
    "BATCH_NORM": [
        ((np.sin(_IMAGES[:, :, 0, 0] * 9), ROW, ROW + 1, None, None), _TRAINING),
        ((_IMAGES, ROW, ROW + 1, _MEAN, _VAR), _TRAINING),
    ],
    "BATCH_NORM_IN_EVALUATION": [
        ((MATRIX, ROW, ROW + 1, _MEAN, _VAR), _EVALUATION),
        ((_IMAGES, ROW, ROW + 1, _MEAN, _VAR), _EVALUATION),
    ],
}
