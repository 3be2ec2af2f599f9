"""Numbers that the rows of the op table are tried on, family by family.

Each ``samples_<file>`` has, for every row of that file of the table that can be
differentiated, one sample or several: the inputs, then the arguments. They stay clear
of kinks, where there is no derivative to compare with.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import numpy as np

from tests.core import ops

__all__ = ["MATRIX", "POSITIVE", "ROW", "Samples", "all_samples"]

Samples = dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]]

MATRIX = np.array([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]])
POSITIVE = np.abs(MATRIX) + 0.25
ROW = np.array([1.5, -2.0, 0.75])


def all_samples() -> Samples:
    """Those of every family."""
    found: Samples = {}
    for each in pkgutil.walk_packages(ops.__path__, "tests.core.ops."):
        if ".samples_" in each.name:
            found |= importlib.import_module(each.name).SAMPLES
    return found
