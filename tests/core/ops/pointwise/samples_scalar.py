"""What ``ops/pointwise/scalar`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "ADD_SCALAR": [((MATRIX,), {"other": 3})],
    "SUB_SCALAR": [((MATRIX,), {"other": 3})],
    "MUL_SCALAR": [((MATRIX,), {"other": 3})],
    "DIV_SCALAR": [((MATRIX,), {"other": 4})],
}
