"""What the rows of ``ops/joining`` and ``ops/splitting`` are tried on."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "CAT": [((MATRIX, MATRIX[:1] * 0.5), {"dim": 0})],
    "STACK": [((MATRIX, MATRIX * 0.5), {"dim": 1})],
    "SPLIT": [((MATRIX,), {"split_size": 2, "dim": 1})],
    "SPLIT_WITH_SIZES": [((MATRIX,), {"split_sizes": (1, 2), "dim": 1})],
    "UNBIND": [((MATRIX,), {"dim": 1})],
}
