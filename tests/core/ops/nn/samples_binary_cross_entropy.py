"""What ``ops/nn/binary_cross_entropy`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_P = np.array([[0.25, 0.5, 0.875], [0.125, 0.75, 0.625]])
_TARGET = np.array([[0.25, 0.0, 1.0], [0.0, 0.75, 1.0]])
_WEIGHT = np.array([[1.0, 2.0, 0.5]])
_HALF = np.array(0.5)

SAMPLES: Samples = {
    "BINARY_CROSS_ENTROPY": [
        ((_P, _TARGET, None), {"reduction": 0}),
        ((_P, _TARGET, _WEIGHT), {"reduction": 1}),
        ((_P, _TARGET, None), {"reduction": 2}),
    ],
    "BINARY_CROSS_ENTROPY_BACKWARD": [
        ((MATRIX, _P, _TARGET, None), {"reduction": 0}),
        ((_HALF, _P, _TARGET, _WEIGHT), {"reduction": 1}),
        ((_HALF, _P, _TARGET, None), {"reduction": 2}),
    ],
}
