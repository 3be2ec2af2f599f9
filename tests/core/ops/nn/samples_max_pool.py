"""What ``ops/nn/max_pool`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


_X = images(2, 2, 4, 3)
_POOL = {"kernel_size": (2, 2), "stride": (), "padding": (0, 0)}
_MAX = {**_POOL, "dilation": (1, 1), "ceil_mode": False}
_OVERLAPPING = {
    "kernel_size": (2, 3),
    "stride": (1, 2),
    "padding": (1, 1),
    "dilation": (2, 1),
    "ceil_mode": True,
}
_PLACES = np.array([[[0, 4], [4, 11]]] * 2)


SAMPLES: Samples = {
    "MAX_POOL": [((_X,), _MAX), ((_X[0],), _OVERLAPPING)],
    "MAX_POOL_BACKWARD": [((images(2, 2, 2), _X[0], _PLACES), {})],
    "AT_THE_LARGEST": [((_X[0], _X[0], _PLACES), {})],
}
