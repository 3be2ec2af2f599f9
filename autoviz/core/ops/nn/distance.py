"""How far apart vectors are, and how alike.

``pairwise_distance`` is the norm of a difference, row by row; ``cdist`` measures from
each row of one matrix to each row of another, ``pdist`` between the rows of one. The
derivative of a distance is a direction: how much nearer one comes by a step. Where two
points coincide there is none, and it is taken to be 0.

``cosine_similarity`` asks for the angle only; vectors are divided by their lengths.

Next: ``embedding``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, result_dtype
from autoviz.core.faces import public
from autoviz.core.layout import in_rows
from autoviz.core.modes import no_grad
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import refused
from autoviz.core.ops.pointwise.scalar import plus
from autoviz.core.ops.reduction.norm import VECTOR_NORM, vector_norm
from autoviz.core.shapes import broadcast_shape, wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "cdist",
    "cosine_similarity",
    "pairwise_distance",
    "pdist",
]

# The same as a norm, for which PyTorch has another node where it comes from here.
NORM_DIM = Op(
    "norm",
    "NormBackward1",
    ("self",),
    lambda self, p, dim, keepdim: VECTOR_NORM.forward(self, p, dim, keepdim),
    (
        Grad(
            VECTOR_NORM.grads[0].rule.replace("ord", "p"),
            lambda g, self, result, p, dim, keepdim: VECTOR_NORM.grads[0].vjp(
                g, self, result, p, dim, keepdim
            ),
        ),
    ),
    symbol="{0}.norm({p})",
    dtype="same",
)


def _size(off: Array, p: float) -> Array:
    size: Array = VECTOR_NORM.forward(off, p, (off.ndim - 1,), False)
    return size


def _directions(off: Array, size: Array, p: float) -> Array:
    """How fast ``size`` grows with each number of ``off``."""
    signs, sizes, size = np.sign(off), np.abs(off), size[..., None]
    with np.errstate(all="ignore"):
        if p == 0:
            found = off * 0
        elif p == 1:
            found = signs
        elif math.isinf(p):
            found = signs * (sizes == size)
        else:
            found = signs * (sizes / size) ** (p - 1)
    return np.where((size == 0) | (sizes == 0), off.dtype.type(0), found)


def _all_pairs(x1: Array, x2: Array) -> Array:
    return x1[..., :, None, :] - x2[..., None, :, :]


# cdist


def _cdist_backward(grad: Array, x1: Array, x2: Array, cdist: Array, p: float) -> Any:
    directions = _directions(_all_pairs(x1, x2), cdist, p)
    return (grad[..., None] * directions).sum(-2).astype(x1.dtype)


def _turned(x: Any) -> Any:
    """Rows and columns exchanged, in memory too."""
    return x.mT.contiguous() if isinstance(x, Tensor) else x.swapaxes(-1, -2)


CDIST: Op = Op(
    "cdist",
    "CdistBackward0",
    ("x1", "x2"),
    lambda x1, x2, p: in_rows(_size(_all_pairs(x1, x2), p)),
    (
        Grad(
            "cdist_backward(g)",
            lambda g, x1, x2, result, p: apply(CDIST_BACKWARD, g, x1, x2, result, p=p),
        ),
        Grad(
            "cdist_backward(g)",
            lambda g, x1, x2, result, p: apply(
                CDIST_BACKWARD, _turned(g), x2, x1, _turned(result), p=p
            ),
        ),
    ),
    symbol="cdist({0}, {1})",
    dtype="same",
)

CDIST_BACKWARD: Op = Op(
    "cdist_backward",
    "CdistBackwardBackward0",
    ("grad", "x1", "x2", "cdist"),
    _cdist_backward,
    (refused("_cdist_backward"),) * 4,
    symbol="cdist_backward({0}, {1}, {2})",
    dtype="same",
)


# pdist


def _pairs(self: Array) -> tuple[Array, Array, Array]:
    """Each row less each later one, and which they are."""
    first, second = np.triu_indices(len(self), 1)
    return self[first] - self[second], first, second


def _pdist_backward(grad: Array, self: Array, pdist: Array, p: float) -> Array:
    off, first, second = _pairs(self)
    sent = grad[:, None] * _directions(off, pdist, p)
    made = np.zeros_like(self)
    np.add.at(made, first, sent)
    np.subtract.at(made, second, sent)
    return made


PDIST: Op = Op(
    "pdist",
    "PdistBackward0",
    ("self",),
    lambda self, p: _size(_pairs(self)[0], p),
    (
        Grad(
            "cdist_backward(g)",
            lambda g, self, result, p: apply(PDIST_BACKWARD, g, self, result, p=p),
        ),
    ),
    symbol="pdist({0})",
    dtype="same",
)

PDIST_BACKWARD: Op = Op(
    "pdist_backward",
    "PdistBackwardBackward0",
    ("grad", "self", "pdist"),
    _pdist_backward,
    (refused("_pdist_backward"),) * 3,
    symbol="pdist_backward({0}, {1})",
    dtype="same",
)


def cosine_similarity(
    x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-08
) -> Tensor:
    """1 for vectors that point the same way, -1 for the opposite way.

    >>> import autoviz as av
    >>> av.cosine_similarity(av.tensor([1.0, 0.0]), av.tensor([3.0, 3.0]), dim=0)
    tensor(0.7071)

    Raises:
        RuntimeError: the numbers are no floats.
        IndexError: there is no such dimension.
    """
    dtype = result_dtype([x1.dtype, x2.dtype], [], [])
    if not dtype.is_floating_point:
        raise RuntimeError(
            "expected common dtype to be floating point, yet common dtype is "
            f"{dtype.scalar_type}"
        )
    if x1.shape != x2.shape:
        common = broadcast_shape(x1.shape, x2.shape)
        x2, x1 = x2.expand(common), x1.expand(common)  # in PyTorch's order
    both = [x if x.dtype.is_floating_point else x.to(dtype) for x in (x1, x2)]
    lengths = [_length(x, dim, eps) for x in both]
    other = both[1] / lengths[1]
    return (both[0] / lengths[0] * other).sum(dim)


def _length(x: Tensor, dim: int, eps: float) -> Tensor:
    length = vector_norm(x, 2, dim, True).clone()
    with no_grad():
        length.clamp_min_(eps)
    return length


def pairwise_distance(
    x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-06, keepdim: bool = False
) -> Tensor:
    """The norm of ``x1 - x2 + eps``, along the last dimension.

    >>> import autoviz as av
    >>> av.pairwise_distance(av.tensor([3.0, 0.0]), av.tensor([0.0, 4.0]))
    tensor(5.)
    """
    off = plus(x1 - x2, eps)
    dim = (wrap_dim(-1, off.ndim),)
    made: Tensor = apply(NORM_DIM, off, p=float(p), dim=dim, keepdim=keepdim)
    return made


def cdist(
    x1: Tensor,
    x2: Tensor,
    p: float = 2.0,
    compute_mode: str = "use_mm_for_euclid_dist_if_necessary",
) -> Tensor:
    """From each row of ``x1`` to each row of ``x2``.

    >>> import autoviz as av
    >>> av.cdist(av.tensor([[0.0], [1.0]]), av.tensor([[3.0], [5.0]]))
    tensor([[3., 5.],
            [2., 4.]])

    Raises:
        RuntimeError: these are no rows of floats of equal length, or ``p`` is below 0.
        ValueError: there is no such way of computing.
    """
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    _check_rows(x1, x2)
    _check_order("cdist", p)
    return apply(CDIST, x1, x2, p=float(p))


_MODES = (
    "use_mm_for_euclid_dist_if_necessary",
    "use_mm_for_euclid_dist",
    "donot_use_mm_for_euclid_dist",
)


def _check_rows(x1: Tensor, x2: Tensor) -> None:
    for name, each in (("X1", x1), ("X2", x2)):
        if not each.dtype.is_floating_point:
            raise RuntimeError(
                f"cdist only supports floating-point dtypes, {name} got: "
                f"{each.dtype.scalar_type}"
            )
        if each.ndim < 2:
            raise RuntimeError(
                f"cdist only supports at least 2D tensors, {name} got: {each.ndim}D"
            )
    if x1.shape[-1] != x2.shape[-1]:
        raise RuntimeError(
            "X1 and X2 must have the same number of columns. X1: "
            f"{x1.shape[-1]} X2: {x2.shape[-1]}"
        )
    if x1.dtype is not x2.dtype:
        raise RuntimeError(
            f"expected scalar type {x1.dtype.scalar_type} but found "
            f"{x2.dtype.scalar_type}"
        )


def _check_order(function: str, p: float) -> None:
    if p < 0:
        raise RuntimeError(f"{function} only supports non-negative p values")


def pdist(input: Tensor, p: float = 2.0) -> Tensor:
    """Between the rows of a matrix: 0 and 1, 0 and 2, and so on.

    Raises:
        RuntimeError: this is no matrix of floats, or ``p`` is below 0.
    """
    if input.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input.ndim}D")
    if not input.dtype.is_floating_point:
        raise RuntimeError("pdist only supports floating-point dtypes")
    _check_order("pdist", p)
    return apply(PDIST, input.contiguous(), p=float(p))


PUBLIC = public(cdist, cosine_similarity, pairwise_distance, pdist)

FACES = ()
