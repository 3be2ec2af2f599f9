"""What ``ops/shape/view_reshape`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "VIEW": [((MATRIX,), {"size": (3, 2)})],
    "RESHAPE_ALIAS": [((MATRIX,), {"size": (3, 2)})],
    "UNSAFE_VIEW": [((MATRIX,), {"size": (6,)})],
}
