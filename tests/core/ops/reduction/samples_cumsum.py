"""What ``ops/reduction/cumsum`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "CUMSUM": [((MATRIX,), {"dim": 1}), ((MATRIX,), {"dim": 0})],
}
