"""Counting what there is: ``unique``, ``bincount``, ``histc``, ``histogram``.

How often something comes is a whole number, and does not change by nudging: no
gradient comes back. For ``unique``, and for the weights of ``bincount``, PyTorch makes
a node all the same, which refuses to run.

Next: ``cov_corrcoef``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Op
from autoviz.core.ops.checks import missing_kernel, must_be_tensor
from autoviz.core.ops.common import no_derivative, question, refused
from autoviz.core.shapes import real_dim
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "bincount",
    "histc",
    "histogram",
    "unique",
    "unique_consecutive",
]


def _unique(self: Array) -> Any:
    """What there is, where each element is found in it, and how often each comes."""
    made, inverse, counts = np.unique(
        self, return_inverse=True, return_counts=True, equal_nan=False
    )
    return made, inverse.reshape(self.shape), counts


def _unique_dim(self: Array, dim: int) -> Any:
    made, inverse, counts = np.unique(
        self, return_inverse=True, return_counts=True, axis=dim, equal_nan=False
    )
    return made, inverse.reshape(-1), counts


def _unique_consecutive(self: Array, dim: int | None) -> Any:
    rows = self.reshape(-1, 1) if dim is None else np.moveaxis(self, dim, 0)
    flat = rows.reshape(len(rows), math.prod(rows.shape[1:]))
    is_new = np.ones(len(flat), np.bool_)
    is_new[1:] = (flat[1:] != flat[:-1]).any(axis=1)
    inverse = np.cumsum(is_new) - 1
    counts = np.bincount(inverse, minlength=0)
    if dim is None:
        return rows[is_new, 0], inverse.reshape(self.shape), counts
    return np.moveaxis(rows[is_new], 0, dim), inverse, counts


def _bincount(self: Array, minlength: int) -> Any:
    return np.bincount(self, minlength=minlength)


def _bincount_weights(weights: Array, self: Array, minlength: int) -> Any:
    wanted = np.float32 if weights.dtype == np.float32 else np.float64
    return np.bincount(self, weights, minlength).astype(wanted)


def _histc(self: Array, bins: int, min: Number, max: Number) -> Any:
    """Both ends count as inside."""
    low, high = self.dtype.type(min), self.dtype.type(max)
    inside = self[(self >= low) & (self <= high)]
    places = ((inside - low) * (bins / (high - low))).astype(np.int64)
    counts = np.bincount(np.minimum(places, bins - 1), minlength=bins)
    return counts.astype(self.dtype)


def _histogram(self: Array, edges: Any, weight: Any, density: bool) -> Any:
    bounds = np.asarray(edges, self.dtype)
    weights = None if weight is None else np.ravel(weight)
    counts = np.histogram(self.ravel(), bounds, weights=weights)[0].astype(self.dtype)
    if density:
        counts = counts / (counts.sum() * np.diff(bounds))
    return counts, bounds


_THREE = ("result0", "result1", "result2")

UNIQUE = Op(
    "unique",
    "Unique2Backward0",
    ("self",),
    _unique,
    (refused("_unique2"),),
    symbol="{0}.unique()",
    dtype="same",
    results=_THREE,
)

UNIQUE_DIM = Op(
    "unique",
    "UniqueDimBackward0",
    ("self",),
    _unique_dim,
    (refused("unique_dim"),),
    symbol="{0}.unique({dim})",
    dtype="same",
    results=_THREE,
)

UNIQUE_CONSECUTIVE = Op(
    "unique_consecutive",
    "UniqueConsecutiveBackward0",
    ("self",),
    _unique_consecutive,
    (refused("unique_consecutive"),),
    symbol="{0}.unique_consecutive()",
    dtype="same",
    results=_THREE,
)

BINCOUNT = question("bincount", _bincount, "{0}.bincount()")

BINCOUNT_WEIGHTS = Op(
    "bincount",
    "NotImplemented",
    ("weights", "self"),
    _bincount_weights,
    (no_derivative("bincount"),),
    symbol="{1}.bincount({0})",
    dtype="same",
)

HISTC = question("histc", _histc, "{0}.histc({bins})")

HISTOGRAM = Op(
    "histogram",
    "NotImplemented",
    ("self",),
    _histogram,
    (no_derivative("histogram"),),
    symbol="{0}.histogram()",
    dtype="same",
    results=("hist", "bin_edges"),
)


def unique(
    self: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """What there is, once each and in order; along ``dim`` whole rows.

    With ``return_inverse`` also where each element is found in it, with
    ``return_counts`` how often each comes.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 3]).unique(return_counts=True)
    (tensor([1, 3]), tensor([1, 2]))
    """
    parts: Any
    if dim is None:
        parts = apply(UNIQUE, self)
    else:
        parts = apply(UNIQUE_DIM, self, dim=real_dim(dim, self.ndim))
    return _asked(parts, return_inverse, return_counts)


def unique_consecutive(
    self: Tensor,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Each element that differs from the one before it.

    >>> import autoviz as av
    >>> av.tensor([3, 3, 1, 3]).unique_consecutive()
    tensor([3, 1, 3])
    """
    at = None if dim is None else real_dim(dim, self.ndim)
    parts: Any = apply(UNIQUE_CONSECUTIVE, self, dim=at)
    return _asked(parts, return_inverse, return_counts)


def _asked(parts: tuple[Tensor, ...], inverse: bool, counts: bool) -> Any:
    made = (parts[0], *parts[1:2] * inverse, *parts[2:] * counts)
    return made if len(made) > 1 else made[0]


def bincount(self: Tensor, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
    """How often 0, 1, 2 … come, or what they weigh together.

    >>> import autoviz as av
    >>> av.tensor([1, 3, 1]).bincount()
    tensor([0, 2, 0, 1])

    Raises:
        RuntimeError: these are no whole numbers from 0 on, in a row; or not as many
            weights.
    """
    if self.dtype.kind != 1:
        raise missing_kernel("bincount_cpu", self.array)
    if minlength < 0:
        raise RuntimeError("minlength should be >= 0")
    if self.ndim != 1 or (self.array < 0).any():
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    if weights is None or not self.numel():
        return apply(BINCOUNT, self, minlength=minlength)
    if must_be_tensor("bincount", "weights", 2, weights).shape != self.shape:
        raise RuntimeError("weights should be 1-d and have the same length as input")
    return apply(BINCOUNT_WEIGHTS, weights, self, minlength=minlength)


def histc(self: Tensor, bins: int = 100, min: Number = 0, max: Number = 0) -> Tensor:
    """How many are in each of so many bins between ``min`` and ``max``.

    By default between the smallest and the largest number.

    >>> import autoviz as av
    >>> av.tensor([0.1, 0.2, 0.9]).histc(2, 0, 1)
    tensor([2., 1.])

    Raises:
        RuntimeError: there are no bins; ``max`` is below ``min``; one is not finite.
    """
    if bins <= 0:
        raise RuntimeError(
            f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0"
        )
    if min == max and self.numel():
        min, max = self.array.min().item(), self.array.max().item()
    if not (math.isfinite(min) and math.isfinite(max)):
        raise RuntimeError(f"torch.histc: range of [{min:g}, {max:g}] is not finite")
    if min > max:
        raise RuntimeError("torch.histc: max must be larger than min")
    if not self.dtype.is_floating_point:
        kernel = "histogram_cpu" if self.dtype.kind else "linspace_cpu"
        raise missing_kernel(kernel, self.array)
    if min == max:
        min, max = min - 1, max + 1
    return apply(HISTC, self, bins=bins, min=min, max=max)


def histogram(
    self: Tensor,
    bins: int | Tensor = 100,
    *,
    range: tuple[float, float] | None = None,
    weight: Tensor | None = None,
    density: bool = False,
) -> Any:
    """How many are in each bin, and where the bins begin and end.

    ``bins`` is how many there are to be, or where they begin and end. By default they
    lie between the smallest and the largest number. With ``density`` the area under the
    counts is 1.

    >>> import autoviz as av
    >>> av.histogram(av.tensor([0.1, 0.2, 0.9]), 2, range=(0.0, 1.0)).hist
    tensor([2., 1.])

    Raises:
        RuntimeError: there are no bins, or their ends are not finite or in disorder.
        NotImplementedError: whole numbers.
    """
    if isinstance(bins, int) and bins <= 0:
        raise RuntimeError(
            f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0"
        )
    if not self.dtype.is_floating_point:
        raise missing_kernel("histogramdd", self.array)
    if isinstance(bins, Tensor):
        edges = bins.array
    else:
        edges = np.linspace(*_ends(self, range), bins + 1, dtype=self.dtype.numpy)
    weights = None if weight is None else weight.array
    told = {"edges": edges, "weight": weights, "density": density}
    made: Any = apply(HISTOGRAM, self, **told)
    return return_types.histogram(made)


def _ends(self: Tensor, given: tuple[float, float] | None) -> tuple[float, float]:
    """Where the bins begin and end; numbers that are all equal get room around them."""
    low, high = given or (0.0, 1.0)
    if given is None and self.numel():
        low, high = self.array.min().item(), self.array.max().item()
    word = "torch.histogramdd: "
    if not (math.isfinite(low) and math.isfinite(high)):
        ends = f"[{low:g}, {high:g}]"
        raise RuntimeError(f"{word}dimension 0's range {ends} is not finite")
    if low > high:
        raise RuntimeError(
            f"{word}min should not exceed max, but got min {low:g} max {high:g} for "
            "dimension 0"
        )
    return (low - 0.5, high + 0.5) if low == high else (low, high)


PUBLIC = public(bincount, histc, histogram, unique, unique_consecutive)

FACES = (
    Face(unique, ("unique",)),
    Face(unique_consecutive, ("unique_consecutive",)),
    Face(bincount, ("bincount",)),
    Face(histc, ("histc",)),
    Face(histogram, ("histogram",)),
)
