"""What ``ops/nn/margin_loss`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

_SIGNS = np.array([[1.0, -1.0, 1.0], [1.0, 1.0, -1.0]])
_HALF = np.array(0.5)
_CLASSES = np.array([0, 2])
_WEIGHT = np.array([1.0, 2.0, 0.5])
_LISTS = np.array([[0, 1, -1], [2, -1, 0]])

SAMPLES: Samples = {
    "SOFT_MARGIN": [((MATRIX, _SIGNS), {"reduction": each}) for each in (0, 1, 2)],
    "SOFT_MARGIN_BACKWARD": [
        ((MATRIX + 1, MATRIX, _SIGNS), {"reduction": 0}),
        ((_HALF, MATRIX, _SIGNS), {"reduction": 1}),
        ((_HALF, MATRIX, _SIGNS), {"reduction": 2}),
    ],
    "MULTI_MARGIN": [
        ((MATRIX, _CLASSES, None), {"p": 1, "margin": 1.125, "reduction": 1}),
        ((MATRIX, _CLASSES, _WEIGHT), {"p": 2, "margin": 2, "reduction": 0}),
        ((ROW, np.array(2), None), {"p": 2, "margin": 1, "reduction": 2}),
    ],
    "MULTILABEL_MARGIN": [
        ((MATRIX * 0.75, _LISTS), {"reduction": each}) for each in (0, 1, 2)
    ],
}
