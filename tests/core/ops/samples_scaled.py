"""What the rows of ``ops/scaled`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "ADD_SCALAR": [((MATRIX,), {"other": 3})],
    "SUB_SCALAR": [((MATRIX,), {"other": 3})],
}
