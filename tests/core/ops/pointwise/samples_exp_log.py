"""What ``ops/pointwise/exp_log`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "EXP": [((MATRIX,), {})],
    "EXP2": [((MATRIX,), {})],
    "EXPM1": [((MATRIX,), {})],
    "LOG": [((POSITIVE,), {})],
    "LOG1P": [((POSITIVE,), {})],
    "LOG2": [((POSITIVE,), {})],
    "LOG10": [((POSITIVE,), {})],
    "ERF": [((MATRIX,), {})],
    "ERFC": [((MATRIX,), {})],
}
