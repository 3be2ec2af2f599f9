"""What ``ops/shape/flip_roll`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "FLIP": [((MATRIX,), {"dims": (1,)})],
    "ROLL": [
        ((MATRIX,), {"shifts": (2,), "dims": ()}),
        ((MATRIX,), {"shifts": (1, -1), "dims": (0, 1)}),
    ],
    "ROT90": [((MATRIX,), {"k": 1, "dims": (0, 1)})],
}
