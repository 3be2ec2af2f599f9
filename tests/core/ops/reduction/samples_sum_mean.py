"""What ``ops/reduction/sum_mean`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SUM_DIM": [((MATRIX,), {"dim": (1,), "keepdim": False})],
    "MEAN_DIM": [((MATRIX,), {"dim": (0,), "keepdim": True})],
}
