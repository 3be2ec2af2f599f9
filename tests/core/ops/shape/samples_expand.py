"""What ``ops/shape/expand`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import ROW, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "EXPAND": [((ROW,), {"size": (2, 3)})],
}
