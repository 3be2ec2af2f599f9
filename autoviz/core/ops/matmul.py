"""Matrix products.

For ``C = A @ B`` and a gradient ``G`` of C's shape, A gets ``G @ Bᵀ`` and B gets
``Aᵀ @ G``. There is only one way to multiply the shapes together that gives A's
and B's shape back; that is a good way to remember it.

``@`` is several operations, by dimensions, as in PyTorch: dot (1-d, 1-d), mv
(2-d, 1-d), mm (2-d, 2-d), and for a vector on the left an mm in disguise.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import apply, wrong_type
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.shape import UNSQUEEZE, _squeeze_row
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "matmul", "mm"]


def _dims(array: Array) -> str:
    return "x".join(str(each) for each in array.shape)


def _scalar_type(array: Array) -> str:
    return dtype_of(array).scalar_type


def _mm(self: Array, mat2: Array) -> Any:
    if self.shape[1] != mat2.shape[0]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({_dims(self)} and "
            f"{_dims(mat2)})"
        )
    if self.dtype != mat2.dtype:
        raise RuntimeError(
            "expected m1 and m2 to have the same dtype, but got: "
            f"{dtype_of(self).c_name} != {dtype_of(mat2).c_name}"
        )
    return self @ mat2


def _mv(self: Array, vec: Array) -> Any:
    if self.shape[1] != vec.shape[0]:
        raise RuntimeError(
            f"size mismatch, got input ({self.shape[0]}), mat ({_dims(self)}), vec "
            f"({vec.shape[0]})"
        )
    if self.dtype != vec.dtype:
        mat_type, vec_type = _scalar_type(self), _scalar_type(vec)
        raise RuntimeError(
            "addmv input tensors must have the same dtype, but got "
            f"{vec_type}, {mat_type}, and {vec_type}"
        )
    return self @ vec


def _dot(self: Array, tensor: Array) -> Any:
    if self.dtype != tensor.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{_scalar_type(self)} and {_scalar_type(tensor)}"
        )
    if self.shape != tensor.shape:
        a, b = len(self), len(tensor)
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{a}] and src [{b}] to have "
            f"the same number of elements, but got {a} and {b} elements respectively"
        )
    return self @ tensor


def _outer(g: Any, vec: Any) -> Any:
    return apply(UNSQUEEZE, g, dim=1) * vec


MM = Op(
    "mm",
    "MmBackward0",
    ("self", "mat2"),
    _mm,
    (
        Grad("g @ mat2.T", lambda g, mat2: g @ mat2.T),
        Grad("self.T @ g", lambda g, self: self.T @ g),
    ),
    symbol="{0} @ {1}",
    dtype="same",
)

MV = Op(
    "mv",
    "MvBackward0",
    ("self", "vec"),
    _mv,
    (
        Grad("outer(g, vec)", lambda g, vec: _outer(g, vec)),
        Grad("self.T @ g", lambda g, self: self.T @ g),
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

SQUEEZE_ROW = _squeeze_row("SqueezeBackward4", "{0}.squeeze{dim}", view=False)


def mm(self: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices.

    Raises:
        RuntimeError: one is not a matrix, or the inner sizes differ.
    """
    _check_tensors("mm", input=self, mat2=mat2)
    for name, each in (("self", self), ("mat2", mat2)):
        if each.ndim != 2:
            raise RuntimeError(f"{name} must be a matrix")
    return apply(MM, self, mat2)


def matmul(self: Tensor, other: Tensor) -> Tensor:
    """``self @ other`` for one and two dimensions.

    Raises:
        RuntimeError: sizes or types do not fit.
        NotImplementedError: three dimensions or more.
    """
    _check_tensors("matmul", input=self, other=other)
    dims = (self.ndim, other.ndim)
    if 0 in dims:
        raise RuntimeError(
            "both arguments to matmul need to be at least 1D, but they are "
            f"{dims[0]}D and {dims[1]}D"
        )
    if max(dims) > 2:
        raise NotImplementedError(
            "@ of tensors with three or more dimensions is not in autoviz's numpy "
            "core yet"
        )
    if dims == (1, 1):
        return apply(DOT, self, other)
    if dims == (2, 1):
        return apply(MV, self, other)
    if dims == (2, 2):
        return apply(MM, self, other)
    row = apply(MM, apply(UNSQUEEZE, self, dim=0), other)
    vector = apply(SQUEEZE_ROW, row, dim=(0,))
    vector.storage.version = 1  # PyTorch squeezes the row in place
    return vector


def _check_tensors(function: str, **operands: Any) -> None:
    for position, (name, each) in enumerate(operands.items(), start=1):
        if not isinstance(each, Tensor):
            raise wrong_type(function, name, position, each)


PUBLIC = public(matmul, mm)

FACES = (
    Face(matmul, ("matmul",), "matmul", takes_numbers=False),
    Face(mm, ("mm",)),
)
