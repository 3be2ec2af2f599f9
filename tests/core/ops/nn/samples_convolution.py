"""What ``ops/nn/convolution`` is tried on: inputs, then arguments."""

from __future__ import annotations

from autoviz.core.ops.nn.convolution import Slide
from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_X, _W, _G = images(2, 2, 4, 3), images(2, 2, 2, 2), images(2, 2, 3, 1)
_WIDE = Slide(stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=1)
_W_SPLIT, _G_SPLIT = images(4, 1, 2, 2), images(2, 4, 3, 2)
_SPLIT = Slide(stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=2)
_FRAME = Slide(stride=(2,), padding=(3,), dilation=(1,), groups=1)
"""Of its windows the first and the last see nothing but frame."""

SAMPLES: Samples = {
    "CONV": [
        ((_X, _W), {"size": (2, 2, 3, 1), "slide": _WIDE}),
        (
            (images(1, 2, 3), images(1, 2, 2)),
            {"size": (1, 1, 4), "slide": _FRAME},
        ),
    ],
    "TO_INPUT": [
        ((_G, _W), {"size": _X.shape, "slide": _WIDE}),
        ((_G_SPLIT, _W_SPLIT), {"size": _X.shape, "slide": _SPLIT}),
        (
            (images(1, 1, 4), images(1, 2, 2)),
            {"size": (1, 2, 3), "slide": _FRAME},
        ),
    ],
    "TO_WEIGHT": [
        ((_X, _G), {"size": _W.shape, "slide": _WIDE}),
        ((_X, _G_SPLIT), {"size": _W_SPLIT.shape, "slide": _SPLIT}),
    ],
}
