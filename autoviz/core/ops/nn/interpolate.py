"""Images made larger, or smaller, by looking between their numbers.

A place of the result lies somewhere among those of the image. ``nearest`` copies the
one it falls on, ``linear`` blends the two it lies between, ``bicubic`` four; of an
image that is done along one dimension after the other. What arrives is shared out
among the same numbers, by the same weights.

Next: ``pixel_shuffle``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import missing_kernel
from autoviz.core.ops.nn.sources import Source, gathered, scattered
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "ROWS", "resized"]

Blend = Callable[[int, int, float | None, bool, Any], Source]
"""Lengths of input and result, the scale, ``align_corners``, and a type of float."""


def _step(length: int, made: int, scale: float | None, dtype: Any) -> Any:
    """How far apart places of the result are in the image."""
    return dtype(1 / scale) if scale else dtype(length) / dtype(made)


def _nearest(
    length: int, made: int, scale: float | None, align: bool, dtype: Any
) -> Source:
    return _rounded(length, made, np.arange(made), _step(length, made, scale, dtype))


def _nearest_exact(
    length: int, made: int, scale: float | None, align: bool, dtype: Any
) -> Source:
    """By the middle of each place, not by where it starts."""
    middle = np.arange(made) + dtype(0.5)
    return _rounded(length, made, middle, _step(length, made, scale, dtype))


def _rounded(length: int, made: int, at: Array, step: Any) -> Source:
    places = np.floor(at.astype(type(step)) * step).astype(np.int64)
    return Source(places.clip(max=length - 1)[None])


def _middles(
    length: int, made: int, scale: float | None, align: bool, dtype: Any
) -> Array:
    """Where in the image the places of the result are."""
    at = np.arange(made)
    step = np.float64(_step(length, made, scale, dtype))
    middles = ((at + 0.5) * step - 0.5).astype(dtype)  # rounded once, as PyTorch does
    if align:  # the first is the first, and the last the last
        middles = at.astype(dtype) * (dtype(length - 1) / dtype(max(made - 1, 1)))
    return middles


def _linear(
    length: int, made: int, scale: float | None, align: bool, dtype: Any
) -> Source:
    if length == made:
        return Source(np.arange(made)[None])
    middles = _middles(length, made, scale, align, dtype).clip(min=0)
    low = middles.astype(np.int64).clip(max=length - 1)
    part = (middles - low).clip(max=1)
    high = (low + 1).clip(max=length - 1)
    return Source(np.stack([low, high]), np.stack([1 - part, part]))


def _cubic(
    length: int, made: int, scale: float | None, align: bool, dtype: Any
) -> Source:
    middles = _middles(length, made, scale, align, dtype)
    low = np.floor(middles)
    part, a = middles - low, -0.75
    weights = []
    for x in (part + 1, part, 1 - part, 2 - part):
        near = ((a + 2) * x - (a + 3)) * x * x + 1
        far = ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
        weights.append(np.where(x <= 1, near, far))
    places = low.astype(np.int64) + np.arange(-1, 3)[:, None]
    return Source(places.clip(0, length - 1), np.stack(weights))


def _sources(
    array: Array,
    size: Sequence[int],
    output_size: Sequence[int],
    align_corners: bool,
    scales: Sequence[float | None],
    blend: Blend,
) -> list[Source]:
    dtype = np.float64 if array.dtype == np.float64 else np.float32
    return [
        blend(length, made, scale, align_corners, dtype)
        for length, made, scale in zip(size, output_size, scales, strict=True)
    ]


def _enlarged(
    blend: Blend,
    kernel: str,
    self: Array,
    output_size: Sequence[int],
    align_corners: bool,
    scales: Sequence[float | None],
) -> Array:
    _check_kind(kernel, blend, self)
    how = self.shape[2:], output_size, align_corners, scales
    return gathered(self, _sources(self, *how, blend))


def _shared(
    blend: Blend,
    grad_output: Array,
    size: Sequence[int],
    align_corners: bool,
    scales: Sequence[float | None],
) -> Array:
    how = size[2:], grad_output.shape[2:], align_corners, scales
    return scattered(grad_output, _sources(grad_output, *how, blend), size)


def _rows(name: str, grad_fn: str, mode: str, blend: Blend) -> tuple[Op, Op]:
    """Making it larger, and the way back: each is the derivative of the other."""
    forward = Op(
        name,
        f"{grad_fn}Backward0",
        ("self",),
        partial(_enlarged, blend, name),
        (
            Grad(
                "interpolate_backward(g)",
                lambda g, self_sizes, output_size, align_corners, scales: apply(
                    backward,
                    g,
                    size=tuple(self_sizes),
                    align_corners=align_corners,
                    scales=scales,
                ),
            ),
        ),
        symbol=f"interpolate({{0}}, {{output_size}}, '{mode}')",
        dtype="same",
    )
    backward = Op(
        f"{name}_backward",
        f"{grad_fn}BackwardBackward0",
        ("grad_output",),
        partial(_shared, blend),
        (
            Grad(
                "interpolate(g)",
                lambda g, self_sizes, align_corners, scales: apply(
                    forward,
                    g,
                    output_size=tuple(self_sizes[2:]),
                    align_corners=align_corners,
                    scales=scales,
                ),
            ),
        ),
        symbol="interpolate_backward({0})",
        dtype="same",
    )
    return forward, backward


UPSAMPLE_NEAREST1D, UPSAMPLE_NEAREST1D_BACKWARD = _rows(
    "upsample_nearest1d", "UpsampleNearest1D", "nearest", _nearest
)
UPSAMPLE_NEAREST2D, UPSAMPLE_NEAREST2D_BACKWARD = _rows(
    "upsample_nearest2d", "UpsampleNearest2D", "nearest", _nearest
)
UPSAMPLE_NEAREST3D, UPSAMPLE_NEAREST3D_BACKWARD = _rows(
    "upsample_nearest3d", "UpsampleNearest3D", "nearest", _nearest
)
UPSAMPLE_EXACT1D, UPSAMPLE_EXACT1D_BACKWARD = _rows(
    "_upsample_nearest_exact1d",
    "UpsampleNearestExact1D",
    "nearest-exact",
    _nearest_exact,
)
UPSAMPLE_EXACT2D, UPSAMPLE_EXACT2D_BACKWARD = _rows(
    "_upsample_nearest_exact2d",
    "UpsampleNearestExact2D",
    "nearest-exact",
    _nearest_exact,
)
UPSAMPLE_EXACT3D, UPSAMPLE_EXACT3D_BACKWARD = _rows(
    "_upsample_nearest_exact3d",
    "UpsampleNearestExact3D",
    "nearest-exact",
    _nearest_exact,
)
UPSAMPLE_LINEAR, UPSAMPLE_LINEAR_BACKWARD = _rows(
    "upsample_linear1d", "UpsampleLinear1D", "linear", _linear
)
UPSAMPLE_BILINEAR, UPSAMPLE_BILINEAR_BACKWARD = _rows(
    "upsample_bilinear2d", "UpsampleBilinear2D", "bilinear", _linear
)
UPSAMPLE_TRILINEAR, UPSAMPLE_TRILINEAR_BACKWARD = _rows(
    "upsample_trilinear3d", "UpsampleTrilinear3D", "trilinear", _linear
)
UPSAMPLE_BICUBIC, UPSAMPLE_BICUBIC_BACKWARD = _rows(
    "upsample_bicubic2d", "UpsampleBicubic2D", "bicubic", _cubic
)

ROWS = {
    "nearest": {3: UPSAMPLE_NEAREST1D, 4: UPSAMPLE_NEAREST2D, 5: UPSAMPLE_NEAREST3D},
    "nearest-exact": {3: UPSAMPLE_EXACT1D, 4: UPSAMPLE_EXACT2D, 5: UPSAMPLE_EXACT3D},
    "linear": {3: UPSAMPLE_LINEAR},
    "bilinear": {4: UPSAMPLE_BILINEAR},
    "trilinear": {5: UPSAMPLE_TRILINEAR},
    "bicubic": {4: UPSAMPLE_BICUBIC},
}
"""By mode, and by the number of dimensions: signals, images, volumes."""


def resized(
    row: Op,
    input: Tensor,
    output_size: Sequence[int],
    align_corners: bool,
    scales: Sequence[float | None],
) -> Tensor:
    """By a row of ``ROWS``.

    Raises:
        RuntimeError: there would be nothing left, or there is nothing.
    """
    size = input.shape[2:]
    if min(*size, *output_size) <= 0:
        letters = "DHW"[-len(size) :]
        given, made = (
            ", ".join(f"{each}: {n}" for each, n in zip(letters, lengths, strict=True))
            for lengths in (size, output_size)
        )
        joined = ") and output (" if len(size) == 1 else ") output ("
        raise RuntimeError(
            "Input and output sizes should be greater than 0, but got input "
            f"({given}{joined}{made})"
        )
    if input.shape[1] == 0:
        raise RuntimeError(
            f"Non-empty {input.ndim}D data tensor expected but got a tensor with sizes "
            f"{list(input.shape)}"
        )
    return apply(
        row,
        input,
        output_size=tuple(output_size),
        align_corners=align_corners,
        scales=tuple(scales),
    )


def _check_kind(name: str, blend: Blend, images: Array) -> None:
    copies = blend in (_nearest, _nearest_exact)
    if images.dtype.kind == "f" or (copies and images.dtype == np.uint8):
        return
    kernel = "nearest" if copies else blend.__name__.lstrip("_")
    inner = f"compute_indices_weights_{kernel}"
    if images.ndim == 4 and kernel != "cubic":
        inner = f"{name.lstrip('_').replace('_exact', '')}_channels_last"
    raise missing_kernel(inner, images)


PUBLIC: dict[str, Any] = {}

FACES = ()
