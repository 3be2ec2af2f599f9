"""PyTorch computes nan and infinity in silence; numpy warns, unless it is told not to.

``np.errstate`` tells it, for about the price of two multiplications of small tensors.
numpy keeps the setting in a *context*; ``quietly`` runs a function in a context where
it was switched off once and for all, which costs nearly nothing.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np

__all__ = ["quietly"]

P = ParamSpec("P")
R = TypeVar("R")

_SILENT = contextvars.copy_context()
_SILENT.run(np.seterr, all="ignore")


def quietly(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call ``function`` without warnings about the numbers it computes."""
    return _SILENT.copy().run(function, *args, **kwargs)
