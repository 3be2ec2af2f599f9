"""What ``ops/pointwise/rounding`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_UNEVEN = MATRIX + 0.1  # away from the steps


SAMPLES: Samples = {
    "FLOOR": [((_UNEVEN,), {})],
    "CEIL": [((_UNEVEN,), {})],
    "TRUNC": [((_UNEVEN,), {})],
    "ROUND": [((_UNEVEN,), {})],
    "ROUND_DECIMALS": [((_UNEVEN + 0.01,), {"decimals": 1})],
    "FRAC": [((_UNEVEN,), {})],
}
