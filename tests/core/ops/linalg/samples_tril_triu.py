"""What ``ops/linalg/tril_triu`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "TRIL": [((MATRIX,), {"diagonal": 1})],
    "TRIU": [((MATRIX,), {"diagonal": 0})],
}
