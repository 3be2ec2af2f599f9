"""What the rows of ``ops/arithmetic`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "ADD": [((MATRIX, ROW), {})],
    "SUB": [((MATRIX, ROW), {})],
    "RSUB": [((MATRIX,), {"other": 2.5})],
    "MUL": [((MATRIX, ROW), {})],
    "DIV": [((MATRIX, ROW), {})],
    "RECIPROCAL": [((MATRIX,), {})],
    "NEG": [((MATRIX,), {})],
    "POW_SCALAR": [((MATRIX,), {"exponent": 3})],
    "POW": [((POSITIVE, ROW), {})],
    "POW_BASE": [((MATRIX,), {"self": 2.5})],
}
