"""What ``ops/nn/smooth_l1_huber_loss`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_TARGET = np.array([[0.25, 0.5, 1.0], [0.0, 0.75, 1.0]])
_HALF = np.array(0.5)
_ALL = [{"reduction": each} for each in (0, 1, 2)]

SAMPLES: Samples = {
    "SMOOTH_L1": [((MATRIX, _TARGET), {**each, "beta": 0.625}) for each in _ALL],
    "SMOOTH_L1_BACKWARD": [
        ((MATRIX + 1, MATRIX, _TARGET), {**_ALL[0], "beta": 0.625}),
        ((_HALF, MATRIX, _TARGET), {**_ALL[1], "beta": 2}),
        ((_HALF, MATRIX, _TARGET), {**_ALL[2], "beta": 0.625}),
    ],
    "HUBER": [((MATRIX, _TARGET), {**each, "delta": 0.625}) for each in _ALL],
    "HUBER_BACKWARD": [
        ((MATRIX + 1, MATRIX, _TARGET), {**_ALL[0], "delta": 0.625}),
        ((_HALF, MATRIX, _TARGET), {**_ALL[1], "delta": 2}),
        ((_HALF, MATRIX, _TARGET), {**_ALL[2], "delta": 0.625}),
    ],
}
