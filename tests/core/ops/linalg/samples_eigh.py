"""What ``ops/linalg/eigh`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SYMMETRIC
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {"EIGH": [((SYMMETRIC,), {"UPLO": "L"})]}
