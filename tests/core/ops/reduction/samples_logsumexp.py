"""What ``ops/reduction/logsumexp`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "LOGSUMEXP": [
        ((MATRIX,), {"dim": (1,), "keepdim": False}),
        ((MATRIX,), {"dim": (0, 1), "keepdim": True}),
    ],
}
