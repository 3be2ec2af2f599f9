"""What the rows of ``ops/elementwise`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "EXP": [((MATRIX,), {})],
    "LOG": [((POSITIVE,), {})],
    "SQRT": [((POSITIVE,), {})],
    "TANH": [((MATRIX,), {})],
    "SIGMOID": [((MATRIX,), {})],
    "RELU": [((MATRIX,), {})],
    "SIGN": [((MATRIX,), {})],
    "ABS": [((MATRIX,), {})],
    "CLONE": [((MATRIX,), {})],
}
