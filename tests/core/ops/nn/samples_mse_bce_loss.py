"""What ``ops/nn/mse_bce_loss`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_TARGET = np.array([[0.25, 0.5, 1.0], [0.0, 0.75, 1.0]])
_EACH = {"reduction": 0}
_MEAN = {"reduction": 1}
_SUM = {"reduction": 2}
_HALF = np.array(0.5)
_WEIGHT = np.array([1.0, 2.0, 0.5])


SAMPLES: Samples = {
    "MSE": [((MATRIX, _TARGET), each) for each in (_EACH, _MEAN, _SUM)],
    "MSE_BACKWARD": [
        ((MATRIX + 1, MATRIX, _TARGET), _EACH),
        ((_HALF, MATRIX, _TARGET), _MEAN),
        ((_HALF, MATRIX, _TARGET), _SUM),
    ],
    "BCE": [
        *(((MATRIX, _TARGET, None, None), each) for each in (_EACH, _MEAN, _SUM)),
        ((MATRIX, _TARGET, _WEIGHT, None), _MEAN),
        ((MATRIX, _TARGET, None, _WEIGHT), _SUM),
        ((MATRIX, _TARGET, _WEIGHT, _WEIGHT + 1), _EACH),
    ],
    "SUM": [((MATRIX,), {})],
    "MEAN": [((MATRIX,), {})],
}
