"""What ``embedding`` and ``normalization`` are tried on."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

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
    "LAYER_NORM": [
        ((MATRIX, ROW, ROW + 1), {"normalized_shape": (3,), "eps": 1e-5}),
        (
            (_GIVEN, MATRIX[:, :3], MATRIX + 1),
            {"normalized_shape": (2, 3), "eps": 1e-3},
        ),
    ],
}
