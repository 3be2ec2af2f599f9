"""What ``ops/shape/as_strided`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


def strided(*, size: tuple[int, ...], stride: tuple[int, ...], offset: int) -> dict:
    """The arguments of ``as_strided``."""
    return {"size": size, "stride": stride, "storage_offset": offset}


SAMPLES: Samples = {
    "AS_STRIDED": [
        ((MATRIX,), strided(size=(2, 2), stride=(3, 1), offset=1)),
        ((MATRIX,), strided(size=(2, 2, 1), stride=(1, 1, 7), offset=0)),
        ((MATRIX,), strided(size=(3, 4), stride=(1, 0), offset=2)),
        ((MATRIX,), strided(size=(), stride=(), offset=5)),
    ],
    "AS_STRIDED_IN_PLACE": [
        ((MATRIX,), strided(size=(2, 2), stride=(3, 1), offset=1)),
    ],
}
