"""What ``ops/nn/pixel_shuffle`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

SAMPLES: Samples = {
    "PIXEL_SHUFFLE": [((images(2, 8, 1, 2),), {"upscale_factor": 2})],
    "PIXEL_UNSHUFFLE": [((images(2, 1, 2, 4),), {"downscale_factor": 2})],
    "CHANNEL_SHUFFLE": [((images(1, 6, 2),), {"groups": 2})],
}
