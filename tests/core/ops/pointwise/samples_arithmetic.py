"""What ``ops/pointwise/arithmetic`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "ADD": [((MATRIX, ROW), {})],
    "ADD_SCALED": [((MATRIX, ROW), {"alpha": 2.5})],
    "SUB": [((MATRIX, ROW), {})],
    "SUB_SCALED": [((MATRIX, ROW), {"alpha": 2.5})],
    "RSUB": [((MATRIX,), {"other": 2.5})],
    "RSUB_TENSOR": [((MATRIX, ROW), {})],
    "MUL": [((MATRIX, ROW), {})],
    "DIV": [((MATRIX, ROW), {})],
    "RECIPROCAL": [((MATRIX,), {})],
    "NEG": [((MATRIX,), {})],
}
