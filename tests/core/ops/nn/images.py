"""Small images to try rows on, and program texts that make signals and images."""

from __future__ import annotations

import math

import numpy as np

from autoviz.core.dtypes import Array

__all__ = ["IMAGES", "SIGNALS", "F", "images", "leaf"]

F = "F = t.nn.functional; "


def images(*size: int) -> Array:
    """Numbers that no two of are equal, nor close."""
    count = math.prod(size)
    return ((np.arange(count) * 7) % count / count - 0.4).reshape(size)


def leaf(name: str, *size: int) -> str:
    """The text of a program that makes a leaf of quarters between -2 and 2."""
    return (
        f"{name} = (t.arange({math.prod(size)}) * 7 % 31 / 8.0 - 2.0).reshape{size}"
        ".detach().requires_grad_()"
    )


IMAGES = {
    "batch": leaf("x", 2, 4, 6, 5),
    "one": leaf("x", 4, 6, 5),
    "transposed": leaf("y", 2, 4, 5, 6) + "; x = y.transpose(2, 3)",
    "double": "x = t.arange(120).reshape(1, 4, 6, 5).double()",
    "none": "x = t.ones(0, 4, 6, 5, requires_grad=True)",
    "ints": "x = t.ones(1, 4, 6, 5, dtype=t.int64)",
    "flat": "x = t.ones(4, 6)",
    "deep": "x = t.ones(1, 1, 4, 6, 5)",
    "three_channels": "x = t.ones(1, 3, 6, 5)",
}

SIGNALS = {
    "batch": leaf("x", 2, 4, 9),
    "one": leaf("x", 4, 9),
    "transposed": leaf("y", 2, 9, 4) + "; x = y.mT",
    "double": "x = t.arange(36).reshape(1, 4, 9).double()",
    "none": "x = t.ones(0, 4, 9, requires_grad=True)",
    "ints": "x = t.ones(1, 4, 9, dtype=t.int64)",
    "bools": "x = t.ones(1, 4, 9) > 0",
    "flat": "x = t.ones(4)",
    "deep": "x = t.ones(1, 4, 3, 9)",
    "three_channels": "x = t.ones(1, 3, 9)",
    "no_length": "x = t.ones(2, 4, 0)",
    "no_channels": "x = t.ones(2, 0, 9)",
}
