"""What the rows of ``ops/choice`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "WHERE": [((MATRIX, ROW, MATRIX > 0), {})],
}
