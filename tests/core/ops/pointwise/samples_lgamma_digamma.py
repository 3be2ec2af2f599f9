"""What ``ops/pointwise/lgamma_digamma`` is tried on: inputs, then arguments."""

from __future__ import annotations

from tests.core.ops.samples import MATRIX, POSITIVE, Samples

__all__ = ["SAMPLES"]

_BESIDE_POLES = MATRIX + 0.125


SAMPLES: Samples = {
    "LGAMMA": [((POSITIVE,), {}), ((_BESIDE_POLES,), {})],
    "DIGAMMA": [((POSITIVE,), {})],
    "POLYGAMMA": [((POSITIVE,), {"n": 0}), ((POSITIVE,), {"n": 2})],
    "POLYGAMMA_IN_PLACE": [((POSITIVE,), {"n": 1})],
}
