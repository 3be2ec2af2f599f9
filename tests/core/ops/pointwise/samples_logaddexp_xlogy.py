"""What ``ops/pointwise/logaddexp_xlogy`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

_SHARES = np.array([[0.5, 0.25, 0.75], [0.125, 0.9, 0.6]])


SAMPLES: Samples = {
    "LOGADDEXP": [((MATRIX, ROW), {})],
    "LOGADDEXP2": [((MATRIX, ROW), {})],
    "XLOGY": [((MATRIX, POSITIVE), {})],
    "XLOGY_SELF": [((POSITIVE,), {"self": 2.5})],
    "XLOGY_OTHER": [((MATRIX,), {"other": 2.5})],
    "ENTR": [((POSITIVE,), {})],
    "LOGIT": [((_SHARES,), {"eps": None})],
}
