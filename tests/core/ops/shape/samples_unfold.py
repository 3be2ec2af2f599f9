"""What ``ops/shape/unfold`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "UNFOLD": [((MATRIX,), {"dimension": 1, "size": 2, "step": 1})],
    "UNFOLD_BACKWARD": [
        ((MATRIX,), {"input_sizes": (4,), "dim": 0, "size": 3, "step": 1})
    ],
}
