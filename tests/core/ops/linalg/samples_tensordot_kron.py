"""What ``ops/linalg/tensordot_kron`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {"VDOT": [((ROW, MATRIX[0]), {})]}
