"""What ``ops/shape/repeat_tile`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "REPEAT": [((MATRIX,), {"repeats": (2, 1, 3)}), ((ROW,), {"repeats": (2, 2)})],
}
