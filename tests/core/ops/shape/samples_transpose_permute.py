"""What ``ops/shape/transpose_permute`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]


SAMPLES: Samples = {
    "PERMUTE": [((MATRIX[None],), {"dims": (2, 0, 1)})],
    "T_PROPERTY": [((MATRIX,), {})],
    "T_METHOD": [((MATRIX,), {})],
    "TRANSPOSE": [((MATRIX[None],), {"dim0": 0, "dim1": 2})],
    "T_IN_PLACE": [((MATRIX,), {})],
    "TRANSPOSE_IN_PLACE": [((MATRIX[None],), {"dim0": 0, "dim1": 2})],
}
