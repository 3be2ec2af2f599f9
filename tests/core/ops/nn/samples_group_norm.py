"""What ``ops/nn/group_norm`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_IMAGES = np.cos(np.arange(32)).reshape(2, 4, 2, 2)
_WEIGHT, _BIAS = np.array([1.0, -2.0, 0.5, 3.0]), np.array([0.0, 1.0, -1.0, 2.0])
_OF_IMAGES = {"N": 2, "C": 4, "HxW": 4, "eps": 1e-3}
_OF_ROWS = {"N": 2, "C": 4, "HxW": 1, "eps": 1e-3}

SAMPLES: Samples = {
    "GROUP_NORM": [
        ((_IMAGES, _WEIGHT, _BIAS), {**_OF_IMAGES, "group": 2}),
        ((_IMAGES[:, :, 0, 1], _WEIGHT, _BIAS), {**_OF_ROWS, "group": 1}),
    ],
}
