"""PyTorch computes nan and infinity in silence; numpy warns, unless it is told not to.

``np.errstate`` tells it, for about the price of two multiplications of small tensors.
numpy keeps the setting in a *context*; ``in_silence().run(function, …)`` runs a
function in a context where it was switched off once and for all, which costs nothing.
"""

from __future__ import annotations

import contextvars

import numpy as np

__all__ = ["in_silence"]

_SILENT = contextvars.copy_context()
_SILENT.run(np.seterr, all="ignore")

in_silence = _SILENT.copy
"""A new context in which numpy does not warn."""
