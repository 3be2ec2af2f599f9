"""What ``ops/nn/unfold_fold`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_PLAIN = {
    "kernel_size": (2, 2),
    "dilation": (1, 1),
    "padding": (0, 0),
    "stride": (1, 1),
}
_WIDE = {
    "kernel_size": (2, 3),
    "dilation": (2, 1),
    "padding": (0, 1),
    "stride": (1, 2),
}

SAMPLES: Samples = {
    "IM2COL": [((images(2, 4, 3),), _PLAIN), ((images(2, 1, 4, 3),), _WIDE)],
    "COL2IM": [
        ((images(8, 6),), {**_PLAIN, "output_size": (4, 3)}),
        ((images(2, 6, 4),), {**_WIDE, "output_size": (4, 3)}),
    ],
}
