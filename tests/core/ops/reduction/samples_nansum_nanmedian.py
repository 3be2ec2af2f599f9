"""What ``ops/reduction/nansum_nanmedian`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "NANSUM": [
        ((MATRIX,), {"dim": None, "keepdim": False}),
        ((MATRIX,), {"dim": (1,), "keepdim": False}),
        ((MATRIX,), {"dim": (0, 1), "keepdim": True}),
    ],
    "NANMEDIAN": [((MATRIX,), {})],
    "NANMEDIAN_DIM": [
        ((MATRIX,), {"dim": 1, "keepdim": False}),
        ((MATRIX,), {"dim": 0, "keepdim": True}),
    ],
}
