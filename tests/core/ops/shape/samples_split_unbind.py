"""What ``ops/shape/split_unbind`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "SPLIT": [((MATRIX,), {"split_size": 2, "dim": 1})],
    "SPLIT_WITH_SIZES": [((MATRIX,), {"split_sizes": (1, 2), "dim": 1})],
    "UNSAFE_SPLIT": [((MATRIX,), {"split_size": 2, "dim": 1})],
    "UNBIND": [((MATRIX,), {"dim": 1})],
}
