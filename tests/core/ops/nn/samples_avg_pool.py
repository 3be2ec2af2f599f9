"""What ``ops/nn/avg_pool`` is tried on: inputs, then arguments."""

from __future__ import annotations

from autoviz.core.ops.nn.avg_pool import Means
from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


_X = images(2, 2, 4, 3)
_POOL = {"kernel_size": (2, 2), "stride": (), "padding": (0, 0)}
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


SAMPLES: Samples = {
    "AVG_POOL": [
        ((_X,), _AVG),
        ((_X,), _AVG_CEIL),
        ((_X[0],), {**_AVG, "divisor_override": 3}),
    ],
    "AVG_POOL_BACKWARD": [((images(2, 2, 3, 2), _X), {"means": Means(**_AVG_CEIL)})],
}
