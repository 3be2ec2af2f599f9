"""What ``ops/nn/embedding`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_WORDS = np.array([[0, 2], [2, 1]])
_TABLE = np.arange(12).reshape(4, 3) * 0.3
_GIVEN = np.arange(12).reshape(2, 2, 3) * 0.2 - 1
_PLAIN = {"padding_idx": -1, "by_frequency": False}
_COUNTED = {"padding_idx": 1, "by_frequency": True}


SAMPLES: Samples = {
    "EMBEDDING": [
        (
            (_TABLE, _WORDS),
            {"padding_idx": -1, "scale_grad_by_freq": False, "sparse": False},
        )
    ],
    "EMBEDDING_BACKWARD": [
        ((_GIVEN, _WORDS), {"rows": 4, **each}) for each in (_PLAIN, _COUNTED)
    ],
    "FROM_ROWS": [((_TABLE, _WORDS), each) for each in (_PLAIN, _COUNTED)],
}
