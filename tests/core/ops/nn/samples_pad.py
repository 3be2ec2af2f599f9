"""What ``ops/nn/pad`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import Samples

__all__ = ["SAMPLES"]


def _images(*size: int) -> np.ndarray:
    """Numbers that no two of are equal, nor close."""
    count = int(np.prod(size))
    return ((np.arange(count) * 7) % count / count - 0.4).reshape(size)


_X, _W, _B = _images(2, 2, 4, 3), _images(2, 2, 2, 2), np.array([0.5, -0.25])


SAMPLES: Samples = {
    "CONSTANT_PAD": [((_X,), {"pad": (0, 1, 2, -1)})],
}
