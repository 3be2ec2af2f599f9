"""Products of matrices and vectors: ``@``.

For ``C = A @ B`` and a gradient ``G`` of C's shape, A gets ``G @ Bᵀ`` and B gets
``Aᵀ @ G``. There is only one way to multiply the shapes together that gives A's
and B's shape back; that is a good way to remember it.

``@`` is several operations, by dimensions, as in PyTorch: dot (1-d, 1-d), mv
(2-d, 1-d), mm (2-d, 2-d), and for a vector on the left an mm in disguise. A batch of
matrices is multiplied by bmm, or laid out as one tall matrix for mm.

Next: ``addmm``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.faces import Face, public
from autoviz.core.hints import hinted
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, not_of_bools, scalar_type
from autoviz.core.ops.methods.clone_detach import contiguous
from autoviz.core.ops.shape.expand import expand
from autoviz.core.ops.shape.squeeze_unsqueeze import (
    UNSQUEEZE,
    squeeze,
    squeeze_row,
    unsqueeze,
)
from autoviz.core.ops.shape.transpose_permute import T_METHOD, TRANSPOSE, t, transpose
from autoviz.core.ops.shape.view_reshape import UNSAFE_VIEW, reshape
from autoviz.core.shapes import broadcast_shape, no_dimensions
from autoviz.core.tensor import Tensor

__all__ = [
    "BMM",
    "FACES",
    "MM",
    "MV",
    "PUBLIC",
    "bmm",
    "dims",
    "dot",
    "matmul",
    "mm",
    "mv",
]


def dims(array: Array) -> str:
    """``"2x3"``."""
    return "x".join(str(each) for each in array.shape)


def cannot_multiply(mat1: Array, mat2: Array) -> RuntimeError:
    """The error for two matrices that do not fit."""
    shapes = f"({dims(mat1)} and {dims(mat2)})"
    error = RuntimeError(f"mat1 and mat2 shapes cannot be multiplied {shapes}")
    return hinted(error, "matrices")


def _mm(self: Array, mat2: Array) -> Any:
    if self.shape[1] != mat2.shape[0]:
        raise cannot_multiply(self, mat2)
    if self.dtype != mat2.dtype:
        raise RuntimeError(
            "expected m1 and m2 to have the same dtype, but got: "
            f"{dtype_of(self).c_name} != {dtype_of(mat2).c_name}"
        )
    if self.size and mat2.size:
        not_of_bools("addmm_impl_cpu_", self)
    return self @ mat2


def _bmm(self: Array, mat2: Array) -> Any:
    wanted = [self.shape[0], self.shape[2]]
    if list(mat2.shape[:2]) != wanted:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"{wanted} but got: {list(mat2.shape[:2])}."
        )
    size = (*self.shape[:2], mat2.shape[2])
    if 0 in size or not self.shape[2]:
        return np.zeros(size, mat2.dtype)
    not_of_bools("bmm", self)
    if self.dtype != mat2.dtype:
        raise RuntimeError(
            f"expected scalar type {scalar_type(self)} but found {scalar_type(mat2)}"
        )
    return self @ mat2


def _mv(self: Array, vec: Array) -> Any:
    if self.shape[1] != vec.shape[0]:
        raise RuntimeError(
            f"size mismatch, got input ({self.shape[0]}), mat ({dims(self)}), vec "
            f"({vec.shape[0]})"
        )
    if self.dtype != vec.dtype:
        mat_type, vec_type = scalar_type(self), scalar_type(vec)
        raise RuntimeError(
            "addmv input tensors must have the same dtype, but got "
            f"{vec_type}, {mat_type}, and {vec_type}"
        )
    if self.size:
        not_of_bools("addmv_impl_cpu", self)
    return self @ vec


def _dot(self: Array, tensor: Array) -> Any:
    if self.ndim != 1 or tensor.ndim != 1:
        raise RuntimeError(
            f"1D tensors expected, but got {self.ndim}D and {tensor.ndim}D tensors"
        )
    if self.dtype != tensor.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{scalar_type(self)} and {scalar_type(tensor)}"
        )
    if self.shape != tensor.shape:
        a, b = len(self), len(tensor)
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{a}] and src [{b}] to have "
            f"the same number of elements, but got {a} and {b} elements respectively"
        )
    not_of_bools("dot", self)
    return self @ tensor


def turned(matrix: Any) -> Any:
    """A matrix on its side."""
    return apply(T_METHOD, matrix)


def turned_batch(batch: Any) -> Any:
    """The matrices of a batch on their side."""
    return apply(TRANSPOSE, batch, dim0=1, dim1=2)


MM: Op = Op(
    "mm",
    "MmBackward0",
    ("self", "mat2"),
    _mm,
    (
        Grad("g @ mat2.T", lambda g, mat2: apply(MM, g, turned(mat2))),
        Grad("self.T @ g", lambda g, self: apply(MM, turned(self), g)),
    ),
    symbol="{0} @ {1}",
    dtype="same",
)

BMM: Op = Op(
    "bmm",
    "BmmBackward0",
    ("self", "mat2"),
    _bmm,
    (
        Grad("g @ mat2.mT", lambda g, mat2: apply(BMM, g, turned_batch(mat2))),
        Grad("self.mT @ g", lambda g, self: apply(BMM, turned_batch(self), g)),
    ),
    symbol="{0} @ {1}",
    dtype="same",
)

MV: Op = Op(
    "mv",
    "MvBackward0",
    ("self", "vec"),
    _mv,
    (
        Grad("outer(g, vec)", lambda g, vec: g.reshape((-1, 1)) * vec),
        Grad("self.T @ g", lambda g, self: apply(MV, turned(self), g)),
    ),
    symbol="{0} @ {1}",
    dtype="same",
)

DOT = Op(
    "dot",
    "DotBackward0",
    ("self", "tensor"),
    _dot,
    (
        Grad("tensor", lambda g, tensor: g * tensor),
        Grad("self", lambda g, self: g * self),
    ),
    symbol="{0} @ {1}",
    dtype="same",
)

SQUEEZE_ROW = squeeze_row("SqueezeBackward4", "{0}.squeeze{dim}", view=False)


def mm(self: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices.

    Raises:
        RuntimeError: one is not a matrix, or the inner sizes differ.
    """
    check_tensors("mm", input=self, mat2=mat2)
    for name, each in (("self", self), ("mat2", mat2)):
        if each.ndim != 2:
            raise RuntimeError(f"{name} must be a matrix")
    return apply(MM, self, mat2)


def bmm(self: Tensor, mat2: Tensor) -> Tensor:
    """The products of two batches of matrices, one by one.

    Raises:
        RuntimeError: one is not a batch, or the sizes do not fit.
    """
    check_tensors("bmm", input=self, mat2=mat2)
    for name, each in (("batch1", self), ("batch2", mat2)):
        if each.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    return apply(BMM, self, mat2)


def mv(self: Tensor, vec: Tensor) -> Tensor:
    """The product of a matrix and a vector.

    Raises:
        RuntimeError: it is not a matrix, it is not a vector, or the sizes differ.
    """
    check_tensors("mv", input=self, vec=vec)
    if self.ndim == 0:
        raise no_dimensions(0)
    if (self.ndim, vec.ndim) != (2, 1):
        raise RuntimeError(
            f"vector + matrix @ vector expected, got 1, {self.ndim}, {vec.ndim}"
        )
    return apply(MV, self, vec)


def dot(self: Tensor, tensor: Tensor) -> Tensor:
    """The product of two vectors: one number.

    Raises:
        RuntimeError: one is not a vector, or the sizes differ.
    """
    check_tensors("dot", input=self, tensor=tensor)
    return apply(DOT, self, tensor)


def outer(self: Tensor, vec2: Tensor) -> Tensor:
    """Every element of one vector times every element of another.

    >>> import autoviz as av
    >>> av.outer(av.tensor([1, 2]), av.tensor([10, 20]))
    tensor([[10, 20],
            [20, 40]])

    Raises:
        RuntimeError: one is not a vector.
    """
    check_tensors("outer", input=self, vec2=vec2)
    for name, each in (("self", self), ("vec2", vec2)):
        if each.ndim != 1:
            raise RuntimeError(
                f"outer: Expected 1-D argument {name}, but got {each.ndim}-D"
            )
    return reshape(self, (self.numel(), 1)) * vec2


def ger(self: Tensor, vec2: Tensor) -> Tensor:
    """An older name for ``outer``."""
    check_tensors("ger", input=self, vec2=vec2)
    return outer(self, vec2)


def matmul(self: Tensor, other: Tensor) -> Tensor:
    """``self @ other``: by dimensions a dot, mv, mm or bmm.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]) @ av.tensor([1, 10])
    tensor([21, 43])

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    check_tensors("matmul", input=self, other=other)
    shapes = (self.ndim, other.ndim)
    if 0 in shapes:
        raise RuntimeError(
            "both arguments to matmul need to be at least 1D, but they are "
            f"{shapes[0]}D and {shapes[1]}D"
        )
    if shapes == (1, 1):
        return apply(DOT, self, other)
    if shapes == (2, 1):
        return apply(MV, self, other)
    if shapes == (2, 2):
        return apply(MM, self, other)
    if shapes == (1, 2):
        row = apply(MM, apply(UNSQUEEZE, self, dim=0), other)
        vector = apply(SQUEEZE_ROW, row, dim=(0,))
        vector.storage.version = 1  # PyTorch squeezes the row in place
        return vector
    return _folded(self, other) if _is_folded(self, other) else _batched(self, other)


def _is_folded(self: Tensor, other: Tensor) -> bool:
    """Whether a batch times a single matrix is computed as one tall matrix.

    It is when that spares a copy: of the batch going forward, or of the single
    matrix's gradient going back.
    """
    small, large = sorted((self, other), key=lambda each: each.ndim)
    if large.ndim < 3 or small.ndim > 2:
        return False
    if small.requires_grad:
        return True
    if self.ndim == 2:
        return False
    array = large.array if large is self else large.array.swapaxes(-1, -2)
    if array.size == 0:
        return True
    pairs = zip(array.strides, array.strides[1:-1], array.shape[1:-1], strict=False)
    return all(outer == inner * length for outer, inner, length in pairs)


def _folded(self: Tensor, other: Tensor) -> Tensor:
    is_turned = other.ndim > self.ndim
    batch, single = (transpose(other, -2, -1), self) if is_turned else (self, other)
    if is_turned and single.ndim == 2:
        single = t(single)
    rows, inner = math.prod(batch.shape[:-1]), batch.shape[-1]
    size = tuple(batch.shape[:-1])
    tall = reshape(batch, (rows, inner))
    if single.ndim == 1:
        return apply(UNSAFE_VIEW, apply(MV, tall, single), size=size)
    size = (*size, single.shape[1])
    result = apply(UNSAFE_VIEW, apply(MM, tall, single), size=size)
    return contiguous(transpose(result, -2, -1)) if is_turned else result


def _batched(self: Tensor, other: Tensor) -> Tensor:
    """Both stretched to one batch, multiplied by bmm."""
    if (self.ndim, other.ndim) == (3, 3) and self.shape[0] != other.shape[0]:
        if self.shape[0] == 1 and self.requires_grad:
            return matmul(squeeze(self, 0), other)
        if other.shape[0] == 1 and other.requires_grad:
            return matmul(self, squeeze(other, 0))
    batch = broadcast_shape(self.shape[:-2], other.shape[:-2])
    is_vector = other.ndim == 1
    left = _as_batch(self, batch, (1, *self.shape)[-2:])
    right = _as_batch(other, batch, other.shape[-2:])
    if is_vector:
        right = unsqueeze(right, 2)
    size = (*batch, *self.shape[-2:-1], *(() if is_vector else other.shape[-1:]))
    result = apply(BMM, left, right)
    if is_vector:
        result = squeeze(result, -1)
    return apply(UNSAFE_VIEW, result, size=size)


def _as_batch(self: Tensor, batch: Sequence[int], matrix: Sequence[int]) -> Tensor:
    stretched = expand(self, (*batch, *matrix))
    return reshape(stretched, (math.prod(batch), *matrix))


PUBLIC = public(bmm, dot, ger, matmul, mm, mv, outer)

FACES = (
    Face(matmul, ("matmul",), "matmul", takes_numbers=False),
    Face(mm, ("mm",)),
    Face(bmm, ("bmm",)),
    Face(mv, ("mv",)),
    Face(dot, ("dot",)),
    Face(outer, ("outer",)),
    Face(ger, ("ger",)),
)
