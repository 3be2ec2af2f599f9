"""What ``ops/methods/to_dtype`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "TO_COPY": [((MATRIX,), {"dtype": "float64"})],
}
