"""What ``ops/pointwise/remainder`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

_UNEVEN = MATRIX + 0.1  # away from the steps


SAMPLES: Samples = {
    "DIV_ROUNDED": [
        ((_UNEVEN, POSITIVE), {"rounding_mode": "floor"}),
        ((_UNEVEN, POSITIVE), {"rounding_mode": "trunc"}),
    ],
    "REMAINDER": [((_UNEVEN, ROW), {})],
    "REMAINDER_BY": [((_UNEVEN,), {"other": 1.5})],
    "FMOD": [((_UNEVEN, ROW), {})],
    "FMOD_BY": [((_UNEVEN,), {"other": 1.5})],
}
