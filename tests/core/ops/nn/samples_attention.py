"""What ``ops/nn/attention`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_Q = np.cos(np.arange(12)).reshape(1, 2, 3, 2)
_K = np.sin(np.arange(12) * 2).reshape(1, 2, 3, 2)
_V = np.cos(np.arange(12) * 3 + 1).reshape(1, 2, 3, 2)
_MASK = np.array([[0.0, 0.5, -1.0]])


SAMPLES: Samples = {
    "ATTENTION": [
        ((_Q, _K, _V, None), {"dropout_p": 0.0, "is_causal": False, "scale": None}),
        ((_Q, _K, _V, _MASK), {"dropout_p": 0.0, "is_causal": False, "scale": 0.5}),
        ((_Q, _K, _V, None), {"dropout_p": 0.0, "is_causal": True, "scale": None}),
    ],
}
