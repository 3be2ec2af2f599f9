"""What ``ops/nn/elu_selu`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

_ELU = {"alpha": 0.5, "scale": 1, "input_scale": 1}
_SELU = {"alpha": 1.5, "scale": 1.25, "input_scale": 1}
_CELU = {"alpha": 0.5, "scale": 1, "input_scale": 2.0}
_RESULT = np.array([[0.5, -0.25, 2.0], [3.0, 0.25, -0.125]])

SAMPLES: Samples = {
    "ELU": [((MATRIX,), _ELU), ((ROW,), _CELU)],
    "ELU_IN_PLACE": [((MATRIX,), _ELU), ((ROW,), _CELU)],
    "SELU": [((MATRIX,), _SELU)],
    "SELU_IN_PLACE": [((MATRIX,), _SELU)],
    "CELU": [((MATRIX,), {"alpha": 0.5})],
    "CELU_IN_PLACE": [((MATRIX,), {"alpha": 0.5})],
    "ELU_BACKWARD": [((POSITIVE, MATRIX), _CELU), ((POSITIVE, MATRIX), _SELU)],
    "ELU_BACKWARD_OF_RESULT": [((POSITIVE, _RESULT), each) for each in (_CELU, _SELU)],
}
