"""What ``ops/linalg/det`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SQUARE, SQUARES
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "DET": [((SQUARE,), {}), ((SQUARES,), {})],
    "SLOGDET": [((SQUARE,), {}), ((SQUARES,), {})],
}
