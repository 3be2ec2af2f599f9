"""One training, run by both libraries, and everything it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tests.oracle import numbers, ours

__all__ = ["agree", "train"]

Make = Callable[[Any, list[Any]], Any]


def train(t: Any, make: Make, dtype: str, steps: int = 20) -> dict[str, Any]:
    """Fit two tensors; ``make`` gets the library's ``optim``, and them."""
    kind = getattr(t, dtype)
    w = t.tensor(np.cos(np.arange(12.0)).reshape(3, 4).tolist(), dtype=kind)
    b = t.tensor(np.sin(np.arange(4.0)).tolist(), dtype=kind)
    x = t.tensor(np.sin(np.arange(15.0)).reshape(5, 3).tolist(), dtype=kind)
    params = [w.requires_grad_(), b.requires_grad_()]
    optimizer = make(t.optim, params)
    versions = []
    for _ in range(steps):
        optimizer.zero_grad()
        (((x @ w + b) ** 2).sum() + (w**4).mean()).backward()
        optimizer.step()
        versions.append([each._version for each in params])
    return {
        "params": params,
        "versions": versions,
        "state": optimizer.state_dict(),
        "repr": repr(optimizer),
    }


def agree(make: Make, dtype: str) -> None:
    """Assert that a training has one and the same outcome in both worlds."""
    expected, actual = train(torch, make, dtype), train(ours, make, dtype)
    tolerance = 2e-5 if dtype == "float32" else 1e-12
    for part in expected:
        same(expected[part], actual[part], part, tolerance)


def same(expected: Any, actual: Any, place: str, tolerance: float) -> None:
    """Assert that two structures are equal, and numbers close."""
    if isinstance(expected, dict):
        assert list(expected) == list(actual), place
        for name in expected:
            same(expected[name], actual[name], f"{place}[{name!r}]", tolerance)
    elif isinstance(expected, list | tuple):
        assert (type(expected), len(expected)) == (type(actual), len(actual)), place
        for at, each in enumerate(expected):
            same(each, actual[at], f"{place}[{at}]", tolerance)
    elif isinstance(expected, torch.Tensor):
        assert str(expected.dtype) == str(actual.dtype), place
        assert expected._version == actual._version, place
        np.testing.assert_allclose(
            numbers(actual),
            numbers(expected),
            rtol=tolerance,
            atol=tolerance,
            err_msg=place,
        )
    elif isinstance(expected, float):
        assert actual == pytest.approx(expected, rel=tolerance, abs=tolerance), place
    else:
        assert expected == actual, place
