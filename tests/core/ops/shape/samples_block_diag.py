"""What ``ops/shape/block_diag`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {"BLOCK_DIAG": [((MATRIX, ROW[:2]), {})]}
