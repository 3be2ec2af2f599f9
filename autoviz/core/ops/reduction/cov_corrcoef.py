"""What varies together: ``cov``, ``corrcoef``.

Each row of a matrix is a variable, each column an observation of all of them. The
covariance of two variables is the mean of the products of how far they are from their
means: a product of matrices. ``corrcoef`` divides by both standard deviations, and is 1
where two go together. Both are put together from other operations, as in PyTorch.

Next: ``linalg/matmul``.
"""

from __future__ import annotations

import warnings

import numpy as np

from autoviz.core.dtypes import bool_
from autoviz.core.faces import Face, public
from autoviz.core.ops.linalg.diagonal import diagonal
from autoviz.core.ops.linalg.matmul import mm
from autoviz.core.ops.pointwise.arithmetic import div
from autoviz.core.ops.pointwise.clamp import clamp
from autoviz.core.ops.pointwise.pow_sqrt import sqrt
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.squeeze_unsqueeze import squeeze, unsqueeze
from autoviz.core.ops.shape.transpose_permute import t
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "corrcoef", "cov"]


def cov(
    self: Tensor,
    *,
    correction: int = 1,
    fweights: Tensor | None = None,
    aweights: Tensor | None = None,
) -> Tensor:
    """How each variable, a row, varies with each other.

    ``fweights`` says how often each observation was made, ``aweights`` how much it
    counts; the products are divided by their number less ``correction``.

    >>> import autoviz as av
    >>> av.cov(av.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]))
    tensor([[ 1., -1.],
            [-1.,  1.]])

    Raises:
        RuntimeError: more than two dimensions; bools; weights that do not fit.
    """
    _check_dimensions("cov", self)
    if self.dtype is bool_:
        raise RuntimeError("cov(): bool dtype is not supported for input")
    rows = view(self, (1, -1)) if self.ndim < 2 else self
    weights = _weights(rows.shape[1], fweights, aweights)
    count = _count(rows.shape[1], weights)
    mean = div(sum(rows if weights is None else rows * weights, 1), count)
    free = _free(count, correction, weights, aweights)
    off = rows - unsqueeze(mean, 1)
    products = mm(off, t(off if weights is None else off * weights))
    return squeeze(div(products, free))


def _count(observations: int, weights: Tensor | None) -> Tensor:
    """How many observations there are, or what they weigh."""
    if weights is None:
        return wrap(np.asarray(observations))
    count = sum(weights)
    if not count.array:
        raise RuntimeError("cov(): weights sum to zero, can't be normalized")
    return count


def _free(
    count: Tensor, correction: int, weights: Tensor | None, aweights: Tensor | None
) -> Tensor:
    """What the products are divided by."""
    if weights is not None and aweights is not None and correction:
        count = count - div(times(sum(weights * aweights), correction), count)
    elif correction:
        count = wrap(count.array - correction)
    if count.array <= 0:
        warnings.warn(NOT_ENOUGH, UserWarning, stacklevel=3)
        return wrap(np.zeros_like(count.array))
    return count


NOT_ENOUGH = (
    "cov(): degrees of freedom is <= 0. Correction should be strictly less than the "
    "number of observations."
)


def _weights(
    count: int, fweights: Tensor | None, aweights: Tensor | None
) -> Tensor | None:
    """The product of both, of those that are given."""
    if fweights is not None:
        _check_weights("fweights", "integral", fweights, count)
    if aweights is not None:
        _check_weights("aweights", "floating point", aweights, count)
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


def _check_weights(name: str, kind: str, weights: Tensor, count: int) -> None:
    has = weights.dtype.scalar_type
    if weights.ndim > 1:
        raise RuntimeError(
            f"cov(): expected {name} to have one or fewer dimensions but got {name} "
            f"with {weights.ndim} dimensions"
        )
    if weights.dtype.kind != (1 if kind == "integral" else 2):
        raise RuntimeError(
            f"cov(): expected {name} to have {kind} dtype but got {name} with {has} "
            "dtype"
        )
    if weights.numel() != count:
        raise RuntimeError(
            f"cov(): expected {name} to have the same numel as there are observations "
            f"in the input but got {weights.numel()} != {count}"
        )
    if (weights.array < 0).any():
        raise RuntimeError(f"cov(): {name} cannot be negative")


def corrcoef(self: Tensor) -> Tensor:
    """Covariances as shares of the most that they could be, between -1 and 1.

    >>> import autoviz as av
    >>> av.corrcoef(av.tensor([[0.0, 1.0, 2.0], [4.0, 2.0, 0.0]]))
    tensor([[ 1., -1.],
            [-1.,  1.]])

    Raises:
        RuntimeError: there are more than two dimensions.
    """
    _check_dimensions("corrcoef", self)
    both = cov(self)
    if not both.ndim:
        return both / both
    spread = sqrt(diagonal(both))
    shares = both / view(spread, (-1, 1)) / view(spread, (1, -1))
    return clamp(shares, -1, 1)


def _check_dimensions(name: str, self: Tensor) -> None:
    if self.ndim > 2:
        raise RuntimeError(
            f"{name}(): expected input to have two or fewer dimensions but got an "
            f"input with {self.ndim} dimensions"
        )


PUBLIC = public(corrcoef, cov)

FACES = (
    Face(cov, ("cov",)),
    Face(corrcoef, ("corrcoef",)),
)
