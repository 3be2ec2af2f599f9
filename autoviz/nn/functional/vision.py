"""Images made larger or smaller: ``interpolate``.

By ``mode`` a new pixel is the nearest old one, or a blend of those around it. How large
the result gets is said as a size or as a factor.

Next: ``padding``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

from autoviz.core.op import Op
from autoviz.core.ops.nn.adaptive_pool import adaptive_avg_pool1d, adaptive_avg_pool2d
from autoviz.core.ops.nn.interpolate import ROWS, resized
from autoviz.core.tensor import Tensor

__all__ = ["interpolate", "upsample"]

BLENDING = ("linear", "bilinear", "bicubic", "trilinear")
ANTIALIASED = ("bilinear", "bicubic", "lanczos")
DIMS = {"linear": 3, "bilinear": 4, "trilinear": 5}


def interpolate(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """A signal, image or volume in another size, or so many times as large.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> x = av.tensor([[[1.0, 3.0]]])
    >>> F.interpolate(x, scale_factor=2)
    tensor([[[1., 1., 3., 3.]]])
    >>> F.interpolate(x, 3, mode="linear", align_corners=True)
    tensor([[[1., 2., 3.]]])

    Raises:
        NotImplementedError: there is no such mode, or not for so many dimensions.
        ValueError: options do not go together.
    """
    _check_mode(mode, align_corners)
    made, scales = _sizes(input, size, scale_factor, recompute_scale_factor)
    if antialias and not (mode in ANTIALIASED and input.ndim == 4):
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes "
            "and requires a 4-D tensor as input"
        )
    if mode == "lanczos" and not antialias:
        raise ValueError("Lanczos mode requires antialias=True")
    if antialias or (mode == "area" and input.ndim == 5):
        raise NotImplementedError(
            f"interpolate(mode='{mode}', antialias={antialias}) of {input.ndim}D input "
            "is not in autoviz's numpy core; record real PyTorch"
        )
    if mode == "area" and input.ndim in (3, 4):
        pool = adaptive_avg_pool1d if input.ndim == 3 else adaptive_avg_pool2d
        return pool(input, made)
    return resized(_row(mode, input.ndim), input, made, bool(align_corners), scales)


def _row(mode: str, ndim: int) -> Op:
    is_known = mode in ROWS and ndim in (3, 4, 5)
    if is_known and DIMS.get(mode, ndim) != ndim:
        raise NotImplementedError(
            f"Got {ndim}D input, but {mode} mode needs {DIMS[mode]}D input"
        )
    row = ROWS[mode].get(ndim) if is_known else None
    if row is None:
        raise NotImplementedError(
            f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {ndim}D) "
            "for the modes: nearest | linear | bilinear | bicubic | trilinear | "
            f"lanczos | area | nearest-exact (got {mode})"
        )
    return row


def _check_mode(mode: str, align_corners: bool | None) -> None:
    if align_corners is not None and mode not in BLENDING:
        raise ValueError(
            "align_corners option can only be set with the interpolating modes: "
            "linear | bilinear | bicubic | trilinear"
        )


def _sizes(
    input: Tensor,
    size: int | Sequence[int] | None,
    scale_factor: float | Sequence[float] | None,
    recompute: bool | None,
) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    """How large it gets, and how many times as large, if it was given like that."""
    lengths = tuple(input.shape[2:])
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is not None:
        if recompute:
            raise ValueError(
                "recompute_scale_factor is not meaningful with an explicit size."
            )
        return _each("size", size, lengths), (None,) * len(lengths)
    if scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    factors = _each("scale_factor", scale_factor, lengths)
    made = [math.floor(n * float(f)) for n, f in zip(lengths, factors, strict=True)]
    return tuple(made), tuple(None if recompute else float(f) for f in factors)


def _each(name: str, given: Any, lengths: tuple[int, ...]) -> tuple[Any, ...]:
    if not isinstance(given, tuple | list):
        return (given,) * len(lengths)
    if len(given) != len(lengths):
        words = "output", "output size of", "output size in (o1, o2, ...,oK)"
        if name == "scale_factor":
            words = name, f"{name} of shape", f"{name} in (s1, s2, ...,sK)"
        raise ValueError(
            f"Input and {words[0]} must have the same number of spatial dimensions, "
            f"but got input with spatial dimensions of {list(lengths)} and {words[1]} "
            f"{given}. Please provide input tensor in (N, C, d1, d2, ...,dK) format "
            f"and {words[2]} format."
        )
    return tuple(given)


def upsample(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """The old name of ``interpolate``."""
    warnings.warn(
        "`nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` "
        "instead.",
        stacklevel=2,
    )
    return interpolate(input, size, scale_factor, mode, align_corners)
