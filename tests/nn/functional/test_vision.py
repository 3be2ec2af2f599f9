"""``interpolate``: the same here and in PyTorch."""

from __future__ import annotations

import pytest

import autoviz as av
from tests.core.ops.nn.images import F, leaf
from tests.oracle import agree

GIVEN = {
    "signal": leaf("x", 2, 3, 5),
    "image": leaf("x", 2, 3, 4, 5),
    "volume": leaf("x", 1, 2, 3, 2, 4),
    "sliced": leaf("y", 2, 3, 4, 10) + "; x = y[:, :, :, ::2]",
    "double": "x = t.arange(40).reshape(1, 2, 4, 5).double().requires_grad_()",
    "none": "x = t.ones(0, 3, 4, 5, requires_grad=True)",
    "ints": "x = t.ones(1, 3, 4, 5, dtype=t.int64)",
    "bytes": "x = t.arange(20).reshape(1, 1, 4, 5).to(t.uint8)",
    "whole_signal": "x = t.ones(1, 3, 4, dtype=t.int64)",
    "bools": "x = t.ones(1, 3, 4, 5) > 0",
    "no_channels": "x = t.ones(1, 0, 4, 5)",
    "no_rows": "x = t.ones(1, 3, 0, 5)",
    "flat": "x = t.ones(3, 4)",
}


def finely(given: str) -> str:
    """In float64, and off zero: what is added first shows in the last digits."""
    return given.replace(" - 2.0)", " + 1.013).double()")


MODES = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"]


@pytest.mark.parametrize(
    "size",
    [
        "3",
        "8",
        "1",
        "0",
        "scale_factor=2",
        "scale_factor=2.6",
        "scale_factor=0.4",
        "scale_factor=1.7, recompute_scale_factor=True",
    ],
)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_interpolation_agrees(given: str, mode: str, size: str) -> None:
    if given == GIVEN["bytes"] and not mode.startswith("nearest"):
        return  # refused here: PyTorch has integers of its own for these
    if not mode.startswith("nearest"):
        given = finely(given)
    agree(F + given, f"F.interpolate(x, {size}, mode='{mode}')")


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ("signal", "linear"),
        ("image", "bilinear"),
        ("image", "bicubic"),
        ("volume", "trilinear"),
    ],
)
@pytest.mark.parametrize("size", ["3", "7", "1", "scale_factor=2.6"])
def test_aligned_corners_agree(given: str, mode: str, size: str) -> None:
    how = f"mode='{mode}', align_corners=True"
    agree(F + finely(GIVEN[given]), f"F.interpolate(x, {size}, {how})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.interpolate(x)",
        "F.interpolate(x, 3, 2)",
        "F.interpolate(x, (3, 6))",
        "F.interpolate(x, [3, 6], mode='bilinear')",
        "F.interpolate(x, scale_factor=(1.5, 2))",
        "F.interpolate(x, (3,))",
        "F.interpolate(x, scale_factor=(3, 3, 3))",
        "F.interpolate(x, 3, mode='no')",
        "F.interpolate(x, 3, mode='area')",
        "F.interpolate(x[0], 3, mode='area')",
        "F.interpolate(x, scale_factor=2, mode='area')",
        "F.interpolate(x, 3, align_corners=True)",
        "F.interpolate(x, 3, mode='area', align_corners=False)",
        "F.interpolate(x, 3, antialias=True)",
        "F.interpolate(x[0], 3, mode='bilinear', antialias=True)",
        "F.interpolate(x, 3, mode='lanczos')",
        "F.interpolate(x, 3, recompute_scale_factor=True)",
        "F.upsample(x, scale_factor=2)",
        "F.upsample(x, (3, 2), None, 'bilinear', True)",
    ],
)
def test_interpolation_with_more_words_agrees(expression: str) -> None:
    agree(F + GIVEN["image"], expression)


@pytest.mark.parametrize("length", range(1, 12))
@pytest.mark.parametrize("mode", ["nearest", "nearest-exact", "linear"])
def test_which_number_is_the_nearest_agrees(mode: str, length: int) -> None:
    given = f"{F}x = t.arange({length}.0)[None, None]"
    for made in range(1, 24):
        agree(given, f"F.interpolate(x, {made}, mode='{mode}')")
    for scale in (0.7, 1.1, 1.3, 2.3):
        if int(length * scale):
            agree(given, f"F.interpolate(x, scale_factor={scale}, mode='{mode}')")


@pytest.mark.parametrize(
    "expression",
    [
        "F.interpolate(x, 3, mode='bilinear', antialias=True)",
        "F.interpolate(x[None], 3, mode='area')",
    ],
)
def test_what_is_lacking_says_so(expression: str) -> None:
    space = {"F": av.nn.functional, "x": av.ones(1, 2, 3, 4)}
    with pytest.raises(NotImplementedError, match="numpy core; record real PyTorch"):
        eval(expression, space)
