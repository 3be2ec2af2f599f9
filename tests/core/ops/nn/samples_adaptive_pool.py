"""What ``ops/nn/adaptive_pool`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_X = images(2, 5, 4)
_SIZE = {"output_size": (2, 3)}
_PLACES = np.array([[[0, 4, 4], [11, 12, 19]]] * 2)

SAMPLES: Samples = {
    "ADAPTIVE_AVG_POOL": [((_X,), _SIZE), ((_X,), {"output_size": (7, 1)})],
    "ADAPTIVE_AVG_POOL_BACKWARD": [((images(2, 2, 3), _X), {})],
    "ADAPTIVE_MAX_POOL": [((_X,), _SIZE)],
    "ADAPTIVE_MAX_POOL_BACKWARD": [((images(2, 2, 3), _X, _PLACES), {})],
}
