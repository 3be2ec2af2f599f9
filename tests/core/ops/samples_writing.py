"""What the rows of ``ops/writing`` and ``ops/strided`` are tried on."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]


def strided(*, size: tuple[int, ...], stride: tuple[int, ...], offset: int) -> dict:
    """The arguments of ``as_strided``."""
    return {"size": size, "stride": stride, "storage_offset": offset}


SAMPLES: Samples = {
    "COPY": [((MATRIX, ROW), {}), ((ROW, np.array(2.0)), {})],
    "FILL": [((MATRIX,), {"value": 2.0})],
    "FILL_TENSOR": [((MATRIX, np.array(2.0)), {})],
    "ZERO": [((MATRIX,), {})],
    "AS_STRIDED": [
        ((MATRIX,), strided(size=(2, 2), stride=(3, 1), offset=1)),
        ((MATRIX,), strided(size=(2, 2, 1), stride=(1, 1, 7), offset=0)),
        ((MATRIX,), strided(size=(3, 4), stride=(1, 0), offset=2)),
        ((MATRIX,), strided(size=(), stride=(), offset=5)),
    ],
}
