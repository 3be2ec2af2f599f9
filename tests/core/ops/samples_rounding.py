"""What the rows of ``ops/rounding`` are tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, ROW, Samples

__all__ = ["SAMPLES"]

_UNEVEN = MATRIX + 0.1  # away from the steps

SAMPLES: Samples = {
    "FLOOR": [((_UNEVEN,), {})],
    "CEIL": [((_UNEVEN,), {})],
    "TRUNC": [((_UNEVEN,), {})],
    "ROUND": [((_UNEVEN,), {})],
    "ROUND_DECIMALS": [((_UNEVEN + 0.01,), {"decimals": 1})],
    "FRAC": [((_UNEVEN,), {})],
    "DIV_ROUNDED": [
        ((_UNEVEN, POSITIVE), {"rounding_mode": "floor"}),
        ((_UNEVEN, POSITIVE), {"rounding_mode": "trunc"}),
    ],
    "REMAINDER": [((_UNEVEN, ROW), {})],
    "REMAINDER_BY": [((_UNEVEN,), {"other": 1.5})],
    "FMOD": [((_UNEVEN, ROW), {})],
    "FMOD_BY": [((_UNEVEN,), {"other": 1.5})],
}
