"""Products over any dimensions: ``tensordot``, ``inner``, ``kron``, ``vdot``.

``tensordot`` says of which dimensions the products are to be added up. It needs no
derivative of its own: the dimensions are put in order, and the rest is a product of
matrices. ``kron`` multiplies each number of one with all of the other, so it is ``*``
between a few dimensions of length 1.

Next: ``einsum``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors
from autoviz.core.ops.linalg.matmul import DOT, dot, mm
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.squeeze_unsqueeze import squeeze
from autoviz.core.ops.shape.transpose_permute import permute
from autoviz.core.ops.shape.view_reshape import UNSAFE_VIEW, flatten, reshape, view
from autoviz.core.shapes import wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "inner", "kron", "tensordot", "vdot", "vecdot"]

VDOT = Op(
    "vdot",
    "VdotBackward0",
    ("self", "other"),
    DOT.forward,
    (
        Grad("other", lambda g, other: g * other),
        Grad("self", lambda g, self: g * self),
    ),
    symbol="vdot({0}, {1})",
    dtype="same",
)

Dimensions = Sequence[int]


def tensordot(
    a: Tensor, b: Tensor, dims: int | Sequence[Sequence[int]] | Tensor = 2
) -> Tensor:
    """The sum of all products over some dimensions of both.

    ``dims`` has a list of dimensions for each of the two, or is their number: the last
    ones of ``a`` go together with the first ones of ``b``.

    >>> import autoviz as av
    >>> x = av.tensor([[1, 2], [3, 4]])
    >>> av.tensordot(x, x, 2), av.tensordot(x, x, ([0], [0]))
    (tensor(30), tensor([[10, 14],
            [14, 20]]))

    Raises:
        RuntimeError: dimensions that go together are of different lengths.
    """
    of_a, of_b = _dimensions(a, b, dims)
    if len(of_a) != len(of_b):
        raise RuntimeError("both dimension lists should have same length")
    if a.dtype is not b.dtype:
        raise RuntimeError("both inputs should have same dtype")
    in_a, in_b = wrap_dims(of_a, a.ndim), wrap_dims(of_b, b.ndim)
    for one, other in zip(of_a, of_b, strict=True):
        long, wide = a.shape[one], b.shape[other]
        if wide == 1:
            a = sum(a, one, True, dtype=a.dtype)
        elif long == 1:
            b = sum(b, other, True, dtype=b.dtype)
        elif long != wide:
            raise RuntimeError(
                "contracted dimensions need to match, but first has size "
                f"{long} in dim {one} and second has size {wide} in dim {other}"
            )
    return _summed(a, b, in_a, in_b)


def _dimensions(a: Tensor, b: Tensor, dims: Any) -> tuple[Dimensions, Dimensions]:
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, tuple | list):
        of_a, of_b = dims
        return of_a, of_b
    if not isinstance(dims, int):
        raise RuntimeError(
            "tensordot expects dims to be int or tuple[list[int], list[int]] or "
            f"list[list[int]] containing two lists, but got dims={dims}"
        )
    if dims < 0:
        raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
    if dims > min(a.ndim, b.ndim):
        raise RuntimeError(
            f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}"
        )
    return range(-dims, 0), range(dims)


def _summed(a: Tensor, b: Tensor, of_a: Dimensions, of_b: Dimensions) -> Tensor:
    """A product of two matrices: what is summed over is in the middle.

    If one number is left, it is one of two rows, where these lie in memory as such.
    """
    rows = [dim for dim in range(a.ndim) if dim not in of_a]
    columns = [dim for dim in range(b.ndim) if dim not in of_b]
    size = (*(a.shape[dim] for dim in rows), *(b.shape[dim] for dim in columns))
    in_rows, in_columns = [*rows, *of_a], [*of_b, *columns]
    if math.prod(size) == 1:
        left, right = permute(a, in_rows), permute(b, in_columns)
        if left.is_contiguous() and right.is_contiguous():
            return view(dot(flatten(left), flatten(right)), size)
        return view(sum(squeeze(left) * squeeze(right), dtype=a.dtype), size)
    inner, height = (math.prod(a.shape[dim] for dim in each) for each in (of_a, rows))
    width = math.prod(b.shape[dim] for dim in columns)
    tall = reshape(permute(a, in_rows), (height, inner))
    return view(mm(tall, reshape(permute(b, in_columns), (inner, width))), size)


def inner(self: Tensor, other: Tensor) -> Tensor:
    """The products of all rows of one with all rows of the other.

    >>> import autoviz as av
    >>> av.inner(av.tensor([[1, 2], [3, 4]]), av.tensor([1, 10]))
    tensor([21, 43])

    Raises:
        RuntimeError: the rows are of different lengths.
    """
    check_tensors("inner", input=self, other=other)
    if not self.ndim or not other.ndim:
        return self * other
    if self.shape[-1] != other.shape[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got "
            f"shapes {list(self.shape)} and {list(other.shape)}"
        )
    return tensordot(self, other, ([-1], [-1]))


def kron(self: Tensor, other: Tensor) -> Tensor:
    """Each element of ``self`` becomes a whole ``other``, times this element.

    >>> import autoviz as av
    >>> av.kron(av.tensor([1, 10]), av.tensor([1, 2, 3]))
    tensor([ 1,  2,  3, 10, 20, 30])
    """
    check_tensors("kron", input=self, other=other)
    ndim = max(self.ndim, other.ndim)
    wide, fine = ((1,) * (ndim - each.ndim) + each.shape for each in (self, other))
    apart = [length for each in wide for length in (each, 1)]
    inside = [length for each in fine for length in (1, each)]
    size = tuple(many * few for many, few in zip(wide, fine, strict=True))
    product = _seen(self, apart) * _seen(other, inside)
    return _seen(product, size)


def _seen(self: Tensor, size: Sequence[int]) -> Tensor:
    return apply(UNSAFE_VIEW, self, size=tuple(size))


def vdot(self: Tensor, other: Tensor) -> Tensor:
    """``dot``, which differs for complex numbers only.

    Raises:
        RuntimeError: one is not a vector, or the sizes differ.
    """
    check_tensors("vdot", input=self, other=other)
    return apply(VDOT, self, other)


def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """The products of vectors along ``dim``: each with the one across.

    >>> import autoviz as av
    >>> x = av.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> av.linalg.vecdot(x, x)
    tensor([ 5., 25.])

    Raises:
        RuntimeError: they are not made of floats.
    """
    check_tensors("linalg_vecdot", x=x, y=y)
    if not x.dtype.is_floating_point:
        raise RuntimeError(
            "linalg.vecdot: Expected a floating point or complex tensor as input. Got "
            f"{x.dtype.scalar_type}"
        )
    if x.ndim == y.ndim == 1:
        return apply(VDOT, x, y)
    return sum(x * y, dim)


PUBLIC = public(inner, kron, tensordot, vdot)

FACES = (
    Face(inner, ("inner",)),
    Face(vdot, ("vdot",)),
)
