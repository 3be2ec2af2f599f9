"""What ``ops/nn/conv`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_BIAS = np.array([0.5, -0.25])
_SIGNAL = {"stride": (2,), "padding": (1,), "dilation": (2,), "groups": 1}
_WIDE = {"stride": (2, 1), "padding": (1, 0), "dilation": (1, 2), "groups": 1}
_SPLIT = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 2}
_DEEP = {"stride": (1, 2, 1), "padding": (0, 1, 0), "dilation": (1,) * 3, "groups": 1}
_MORE = {"transposed": False, "output_padding": (0, 0)}

SAMPLES: Samples = {
    "CONV1D": [
        ((images(2, 2, 5), images(2, 2, 2), _BIAS), {**_SIGNAL, **_MORE}),
    ],
    "CONV2D": [
        ((images(2, 2, 4, 3), images(2, 2, 2, 2), _BIAS), {**_WIDE, **_MORE}),
        ((images(2, 2, 4, 3), images(4, 1, 2, 2), np.zeros(4)), {**_SPLIT, **_MORE}),
    ],
    "CONV3D": [
        ((images(1, 1, 2, 3, 2), images(2, 1, 1, 2, 2), _BIAS), {**_DEEP, **_MORE}),
    ],
}
