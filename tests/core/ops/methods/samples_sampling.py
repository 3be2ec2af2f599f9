"""What the rows of ``ops/methods/sampling`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "NORMAL_OF_MEAN": [((MATRIX,), {"std": 1.0, "drawn": POSITIVE})],
    "NORMAL_OF_STD": [((POSITIVE,), {"mean": 1.0, "drawn": MATRIX})],
    "NORMAL_OF_BOTH": [((MATRIX, POSITIVE), {"drawn": MATRIX * 2})],
    "BERNOULLI_OF": [((POSITIVE,), {"drawn": POSITIVE})],
    "POISSON": [((POSITIVE,), {"drawn": POSITIVE})],
}
