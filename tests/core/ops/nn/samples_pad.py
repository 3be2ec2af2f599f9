"""What ``ops/nn/pad`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


_X = images(2, 2, 4, 3)


SAMPLES: Samples = {
    "CONSTANT_PAD": [((_X,), {"pad": (0, 1, 2, -1), "value": 0.5})],
}
