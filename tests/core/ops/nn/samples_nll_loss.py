"""What ``ops/nn/nll_loss`` is tried on: inputs, then arguments."""

from __future__ import annotations

import numpy as np

from tests.core.ops.samples import MATRIX, ROW, Samples

__all__ = ["SAMPLES"]
_EACH = {"reduction": 0}
_MEAN = {"reduction": 1}
_SUM = {"reduction": 2}
_HALF = np.array(0.5)
_CLASSES = np.array([2, 0])
_WEIGHT = np.array([1.0, 2.0, 0.5])
_IMAGE = MATRIX.reshape(1, 3, 2, 1) * 0.5


SAMPLES: Samples = {
    "NLL": [
        ((MATRIX, _CLASSES, None), {**_MEAN, "ignore_index": -100}),
        ((MATRIX, _CLASSES, _WEIGHT), {**_MEAN, "ignore_index": 0}),
        ((MATRIX, _CLASSES, _WEIGHT), {**_EACH, "ignore_index": -100}),
        ((ROW, np.array(1), None), {**_SUM, "ignore_index": -100}),
    ],
    "NLL_2D": [
        ((_IMAGE, np.array([[[1], [2]]]), _WEIGHT), {**_MEAN, "ignore_index": -100})
    ],
    "NLL_BACKWARD": [
        (
            (_HALF, MATRIX, _CLASSES, _WEIGHT, np.array(1.5)),
            {**_MEAN, "ignore_index": -100},
        ),
        (
            (np.array([0.5, 2.0]), MATRIX, _CLASSES, None, np.array(0.0)),
            {**_EACH, "ignore_index": -100},
        ),
    ],
}
