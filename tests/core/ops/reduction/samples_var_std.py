"""What ``ops/reduction/var_std`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, Samples

__all__ = ["SAMPLES"]

_WHOLE = {"dim": None, "correction": None, "keepdim": False}
_ROWS = {"dim": (1,), "correction": 0, "keepdim": False}
_COLUMNS = {"dim": (0,), "correction": 1, "keepdim": True}


SAMPLES: Samples = {
    "VAR": [((MATRIX,), _WHOLE), ((MATRIX,), _ROWS), ((MATRIX,), _COLUMNS)],
    "STD": [((MATRIX,), _WHOLE), ((MATRIX,), _ROWS), ((MATRIX,), _COLUMNS)],
    "VAR_MEAN": [((MATRIX,), _WHOLE), ((MATRIX,), _ROWS)],
    "STD_MEAN": [((MATRIX,), _WHOLE), ((MATRIX,), _COLUMNS)],
}
