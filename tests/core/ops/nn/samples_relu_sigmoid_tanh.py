"""What ``ops/nn/relu_sigmoid_tanh`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

_BENT = {"beta": 1.5, "threshold": 4}


SAMPLES: Samples = {
    "TANH": [((MATRIX,), {})],
    "TANH_BACKWARD": [((MATRIX, POSITIVE), {})],
    "SIGMOID": [((MATRIX,), {})],
    "SIGMOID_BACKWARD": [((MATRIX, POSITIVE), {})],
    "RELU": [((MATRIX,), {})],
    "THRESHOLD_BACKWARD": [((POSITIVE, MATRIX), {"threshold": 0})],
    "SOFTPLUS": [((MATRIX,), _BENT)],
    "SOFTPLUS_BACKWARD": [((POSITIVE, MATRIX), _BENT)],
}
