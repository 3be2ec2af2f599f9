"""What ``ops/shape/cat_stack`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "CAT": [((MATRIX, MATRIX[:1] * 0.5), {"dim": 0})],
    "STACK": [((MATRIX, MATRIX * 0.5), {"dim": 1})],
}
