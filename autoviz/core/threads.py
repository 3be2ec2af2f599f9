"""Switches for speed, which programs set before they begin: they have no effect.

numpy decides by itself how many threads a product of matrices gets, and in which
precision it multiplies.
"""

from __future__ import annotations

import os

from autoviz.core.faces import public

__all__ = [
    "PUBLIC",
    "get_num_threads",
    "set_float32_matmul_precision",
    "set_num_threads",
]


def get_num_threads() -> int:
    """How many threads there may be."""
    return os.cpu_count() or 1


def set_num_threads(count: int) -> None:
    """Without effect.

    Raises:
        RuntimeError: not a number of threads.
    """
    if not isinstance(count, int):
        kind = type(count).__name__
        raise RuntimeError(f"set_num_threads expects an int, but got {kind}")
    if count <= 0:
        raise RuntimeError("set_num_threads expects a positive integer")


def set_float32_matmul_precision(precision: str) -> None:
    """Without effect: it is the highest."""


PUBLIC = public(get_num_threads, set_float32_matmul_precision, set_num_threads)
