"""What ``ops/nn/embedding_bag`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_TABLE = np.cos(np.arange(12)).reshape(4, 3)
_WORDS, _STARTS = np.array([0, 1, 1, 3]), np.array([0, 2, 2])
_WEIGHTS = np.array([0.5, -1.0, 2.0, 0.25])
_PLAIN = {"scale_grad_by_freq": False, "padding_idx": -1}

SAMPLES: Samples = {
    "EMBEDDING_BAG": [
        ((_TABLE, _WEIGHTS, _WORDS, _STARTS), {**_PLAIN, "mode": 0}),
    ],
}
