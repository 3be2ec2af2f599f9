"""What ``ops/methods/clone_detach`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "CONTIGUOUS": [((MATRIX.T,), {})],
    "CLONE": [((MATRIX,), {})],
}
