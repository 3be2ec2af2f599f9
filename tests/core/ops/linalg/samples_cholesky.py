"""What ``ops/linalg/cholesky`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.linalg.samples_solve_inv import SYMMETRIC
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


BOTH_HALVES = [((SYMMETRIC,), {"upper": upper}) for upper in (False, True)]


SAMPLES: Samples = {"CHOLESKY": BOTH_HALVES, "OLD_CHOLESKY": BOTH_HALVES}
