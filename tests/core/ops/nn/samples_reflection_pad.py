"""What ``ops/nn/reflection_pad`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]

_ROW, _IMAGE, _VOLUME = images(2, 3), images(2, 2, 3), images(1, 2, 2, 2)
_ROW_PAD, _IMAGE_PAD, _VOLUME_PAD = (2, 1), (2, -1, 0, 1), (1, 0, 0, 1, 1, 0)


def _both(name: str, size: tuple[int, ...]) -> Samples:
    """Padding to this size, and back."""
    x = {2: _ROW, 3: _IMAGE, 4: _VOLUME}[len(size)]
    how = {"padding": {2: _ROW_PAD, 3: _IMAGE_PAD, 4: _VOLUME_PAD}[len(size)]}
    return {name: [((x,), how)], f"{name}_BACKWARD": [((images(*size), x), how)]}


SAMPLES: Samples = {
    **_both("REFLECTION_PAD1D", (2, 6)),
    **_both("REFLECTION_PAD2D", (2, 3, 4)),
    **_both("REFLECTION_PAD3D", (1, 3, 3, 3)),
    **_both("REPLICATION_PAD1D", (2, 6)),
    **_both("REPLICATION_PAD2D", (2, 3, 4)),
    **_both("REPLICATION_PAD3D", (1, 3, 3, 3)),
}
