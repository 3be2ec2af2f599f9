"""What ``ops/nn/prelu_rrelu`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

_SLOPES = np.array([[1.0, 0.25, 1.0], [1.0, 1.0, 0.125]])
_DRAWN = {"lower": 0.125, "upper": 0.5, "training": True}

SAMPLES: Samples = {
    "PRELU": [((MATRIX, np.array([[0.25]])), {}), ((MATRIX, ROW[None]), {})],
    "RRELU": [((MATRIX, _SLOPES), _DRAWN)],
    "RRELU_IN_PLACE": [((MATRIX, _SLOPES), _DRAWN)],
    "RRELU_BACKWARD": [((POSITIVE, MATRIX, _SLOPES), {})],
}
