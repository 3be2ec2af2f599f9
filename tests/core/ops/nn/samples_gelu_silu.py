"""What ``ops/nn/gelu_silu`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "LEAKY_RELU": [
        ((MATRIX,), {"negative_slope": 0.01}),
        ((ROW,), {"negative_slope": 0.5}),
    ],
    "LEAKY_RELU_IN_PLACE": [((MATRIX,), {"negative_slope": 0.1})],
    "LEAKY_RELU_BACKWARD": [((MATRIX + 1, MATRIX), {"negative_slope": 0.1})],
    "SILU": [((MATRIX,), {})],
    "LOG_SIGMOID": [((MATRIX,), {})],
    "LOG_SIGMOID_BACKWARD": [((MATRIX + 1, MATRIX), {})],
    "GELU": [((MATRIX,), {"approximate": "none"})],
    "GELU_TANH": [((MATRIX,), {"approximate": "tanh"})],
    "GELU_BACKWARD": [
        ((MATRIX + 1, MATRIX), {"approximate": "none"}),
        ((MATRIX + 1, MATRIX), {"approximate": "tanh"}),
    ],
}
