"""What ``ops/nn/conv_transpose`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_BIAS = np.array([0.5, -0.25])
_SIGNAL = {"stride": (2,), "padding": (1,), "dilation": (1,), "output_padding": (1,)}
_FAR = {"stride": (1,), "padding": (0,), "dilation": (3,), "output_padding": (2,)}
_WIDE = {
    "stride": (2, 1),
    "padding": (1, 0),
    "dilation": (1, 2),
    "output_padding": (1, 1),
}
_DEEP = {
    "stride": (1, 2, 1),
    "padding": (0, 1, 0),
    "dilation": (1, 1, 1),
    "output_padding": (0, 0, 0),
}
_MORE = {"transposed": True, "groups": 1}

SAMPLES: Samples = {
    "CONV_TRANSPOSE1D": [
        ((images(2, 2, 3), images(2, 2, 2), _BIAS), {**_SIGNAL, **_MORE}),
        ((images(1, 2, 3), images(2, 2, 2), _BIAS), {**_FAR, **_MORE}),
    ],
    "CONV_TRANSPOSE2D": [
        ((images(2, 2, 2, 3), images(2, 2, 2, 2), _BIAS), {**_WIDE, **_MORE}),
        (
            (images(1, 4, 2, 3), images(4, 1, 2, 2), _BIAS),
            {**_WIDE, **_MORE, "groups": 2},
        ),
    ],
    "CONV_TRANSPOSE3D": [
        ((images(1, 1, 2, 2, 2), images(1, 2, 1, 2, 2), _BIAS), {**_DEEP, **_MORE}),
    ],
}
