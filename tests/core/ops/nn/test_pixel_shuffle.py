"""Shuffling pixels and channels: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.nn.images import F, leaf
from tests.oracle import agree

GIVEN = {
    "batch": leaf("x", 2, 4, 2, 4),
    "one": leaf("x", 4, 2, 4),
    "deep": leaf("x", 2, 1, 4, 2, 2),
    "none": "x = t.ones(0, 4, 1, 1)",
    "ints": "x = t.arange(16).reshape(1, 4, 2, 2)",
    "odd": "x = t.ones(1, 3, 3, 5)",
    "flat": "x = t.ones(4, 4)",
}


@pytest.mark.parametrize("factor", ["2", "1", "3", "0", "-1", "2.0"])
@pytest.mark.parametrize("function", ["pixel_shuffle", "pixel_unshuffle"])
@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_shuffled_pixels_agree(given: str, function: str, factor: str) -> None:
    agree(F + given, f"F.{function}(x, {factor})")


@pytest.mark.parametrize("groups", ["2", "1", "4", "3", "0"])
@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_shuffled_channels_agree(given: str, groups: str) -> None:
    agree(F + given, f"t.channel_shuffle(x, {groups})")


@pytest.mark.parametrize(
    "function", ["pixel_shuffle", "pixel_unshuffle", "channel_shuffle"]
)
def test_what_is_no_tensor_is_refused_as_in_pytorch(function: str) -> None:
    agree("", f"t.{function}(2, 2)")
