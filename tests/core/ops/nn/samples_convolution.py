"""What ``ops/nn/convolution`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from autoviz.core.ops.nn.convolution import Slide
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


def _images(*size: int) -> np.ndarray:
    """Numbers that no two of are equal, nor close."""
    count = int(np.prod(size))
    return ((np.arange(count) * 7) % count / count - 0.4).reshape(size)


_X, _W, _B = _images(2, 2, 4, 3), _images(2, 2, 2, 2), np.array([0.5, -0.25])
_WIDE = {"stride": (2, 1), "padding": (1, 0), "dilation": (1, 2), "groups": 1}
_SPLIT = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 2}
_MORE = {"transposed": False, "output_padding": (0, 0)}
_W_SPLIT = _images(4, 1, 2, 2)


SAMPLES: Samples = {
    "CONVOLUTION": [
        ((_X, _W, _B), {**_WIDE, **_MORE}),
        ((_X, _W_SPLIT, np.zeros(4)), {**_SPLIT, **_MORE}),
    ],
    "PLAIN": [((_X, _W), {"slide": Slide(**_WIDE)})],
    "TO_INPUT": [
        ((_images(2, 2, 3, 1), _W), {"size": (2, 2, 4, 3), "slide": Slide(**_WIDE)}),
        (
            (_images(2, 4, 3, 2), _W_SPLIT),
            {"size": (2, 2, 4, 3), "slide": Slide(**_SPLIT)},
        ),
    ],
    "TO_WEIGHT": [
        ((_X, _images(2, 2, 3, 1)), {"size": (2, 2, 2, 2), "slide": Slide(**_WIDE)}),
        ((_X, _images(2, 4, 3, 2)), {"size": (4, 1, 2, 2), "slide": Slide(**_SPLIT)}),
    ],
}
