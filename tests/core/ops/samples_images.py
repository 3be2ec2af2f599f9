"""What ``convolution``, ``pooling`` and ``padding`` are tried on."""

from __future__ import annotations

import numpy as np

from autoviz.core.ops.averaging import Means
from autoviz.core.ops.convolution import Slide
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
_POOL = {"kernel_size": (2, 2), "stride": (), "padding": (0, 0)}
_MAX = {**_POOL, "dilation": (1, 1), "ceil_mode": False}
_OVERLAPPING = {
    "kernel_size": (2, 3),
    "stride": (1, 2),
    "padding": (1, 1),
    "dilation": (2, 1),
    "ceil_mode": True,
}
_AVG = {
    **_POOL,
    "ceil_mode": False,
    "count_include_pad": True,
    "divisor_override": None,
}
_AVG_CEIL = {
    "kernel_size": (3, 2),
    "stride": (2, 2),
    "padding": (1, 1),
    "ceil_mode": True,
    "count_include_pad": False,
    "divisor_override": None,
}
_PLACES = np.array([[[0, 4], [4, 11]]] * 2)

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
    "MAX_POOL": [((_X,), _MAX), ((_X[0],), _OVERLAPPING)],
    "MAX_POOL_BACKWARD": [((_images(2, 2, 2), _X[0], _PLACES), {})],
    "AT_THE_LARGEST": [((_X[0], _X[0], _PLACES), {})],
    "AVG_POOL": [
        ((_X,), _AVG),
        ((_X,), _AVG_CEIL),
        ((_X[0],), {**_AVG, "divisor_override": 3}),
    ],
    "AVG_POOL_BACKWARD": [((_images(2, 2, 3, 2), _X), {"means": Means(**_AVG_CEIL)})],
    "CONSTANT_PAD": [((_X,), {"pad": (0, 1, 2, -1)})],
}
