"""What ``ops/nn/interpolate`` is tried on: inputs, then arguments."""

from __future__ import annotations

from typing import Any

from tests.core.ops.nn.images import images
from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


def _both(name: str, size: tuple[int, ...], made: tuple[int, ...]) -> Samples:
    """From a size to another, and back."""
    scales = {"scales": (None,) * len(size)}
    samples, back = [], []
    for align in (False, True):
        how: dict[str, Any] = {"align_corners": align, **scales}
        samples.append(((images(1, 2, *size),), {**how, "output_size": made}))
        back.append(((images(1, 2, *made),), {**how, "size": (1, 2, *size)}))
    return {name: samples, f"{name}_BACKWARD": back}


SAMPLES: Samples = {
    **_both("UPSAMPLE_NEAREST1D", (3,), (7,)),
    **_both("UPSAMPLE_NEAREST2D", (3, 2), (5, 2)),
    **_both("UPSAMPLE_NEAREST3D", (2, 1, 2), (3, 2, 1)),
    **_both("UPSAMPLE_EXACT1D", (3,), (7,)),
    **_both("UPSAMPLE_EXACT2D", (3, 2), (5, 2)),
    **_both("UPSAMPLE_EXACT3D", (2, 1, 2), (3, 2, 1)),
    **_both("UPSAMPLE_LINEAR", (3,), (7,)),
    **_both("UPSAMPLE_BILINEAR", (3, 2), (5, 2)),
    **_both("UPSAMPLE_TRILINEAR", (2, 1, 2), (3, 2, 1)),
    **_both("UPSAMPLE_BICUBIC", (3, 4), (5, 2)),
}
