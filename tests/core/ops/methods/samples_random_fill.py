"""What the rows of ``ops/methods/random_fill`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

ROWS = (
    *("NORMAL", "UNIFORM", "BERNOULLI", "EXPONENTIAL"),
    *("RANDOM", "RANDOM_TO", "RANDOM_FROM"),
)
SAMPLES: Samples = {row: [((MATRIX,), {"drawn": POSITIVE})] for row in ROWS}
