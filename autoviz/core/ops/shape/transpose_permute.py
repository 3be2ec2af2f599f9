"""The same numbers in another order of dimensions: ``x.T``, ``permute``.

All of these are views: nothing moves in memory, only the way of counting changes.
Backward puts the gradient's dimensions back in the order they came from.

Next: ``cat_stack``.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Sequence

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.index.select_slice import ALIAS
from autoviz.core.ops.shape.in_place_views import look_anew
from autoviz.core.ops.shape.view_reshape import sizes_of
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PERMUTE",
    "PUBLIC",
    "TRANSPOSE",
    "T_METHOD",
    "movedim",
    "permute",
    "t",
    "transpose",
]

OF_0D = " is deprecated on 0-D tensors. "
THE_IDENTITY = "This function is the identity in these cases."
CONJ = "Consider using x.conj()."
T_OF_ND = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is "
    "deprecated and it will throw an error in a future release. Consider `x.mT` to "
    "transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` "
    "to reverse the dimensions of a tensor."
)

PERMUTE: Op = Op(
    "permute",
    "PermuteBackward0",
    ("self",),
    lambda self, dims: np.transpose(self, dims),
    (
        Grad(
            "permute(g)",
            lambda g, dims: apply(
                PERMUTE, g, dims=tuple(dims.index(at) for at in range(len(dims)))
            ),
        ),
    ),
    symbol="{0}.permute{dims}",
    dtype="same",
    view=True,
)

# x.T of a matrix is a permute as well, but is written and read as a transpose.
T_PROPERTY: Op = Op(
    "T",
    "PermuteBackward0",
    ("self",),
    lambda self: self.transpose(),
    (Grad("g.T", lambda g: apply(T_PROPERTY, g)),),
    symbol="{0}.T",
    dtype="same",
    view=True,
)

T_METHOD: Op = Op(
    "t",
    "TBackward0",
    ("self",),
    lambda self: self.transpose(),
    (Grad("g.T", lambda g: apply(T_METHOD, g)),),
    symbol="{0}.t()",
    dtype="same",
    view=True,
)

TRANSPOSE: Op = Op(
    "transpose",
    "TransposeBackward0",
    ("self",),
    lambda self, dim0, dim1: np.swapaxes(self, dim0, dim1) if self.ndim else self,
    (
        Grad(
            "transpose(g)",
            lambda g, dim0, dim1: apply(TRANSPOSE, g, dim0=dim0, dim1=dim1),
        ),
    ),
    symbol="{0}.transpose({dim0}, {dim1})",
    dtype="same",
    view=True,
)

T_IN_PLACE = dataclasses.replace(T_METHOD, grad_fn="TBackward1")
TRANSPOSE_IN_PLACE = dataclasses.replace(TRANSPOSE, grad_fn="TransposeBackward1")


def permute(self: Tensor, dims: int | Sequence[int], *more: int) -> Tensor:
    """Dimensions in another order.

    >>> import autoviz as av
    >>> av.zeros(2, 3, 5).permute(2, 0, 1).shape
    torch.Size([5, 2, 3])

    Raises:
        RuntimeError: ``dims`` are not all dimensions, each once.
    """
    wanted = sizes_of(dims, more)
    if len(wanted) != self.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not "
            "match the length of the desired ordering of dimensions i.e. input.dim() "
            f"= {self.ndim} is not equal to len(dims) = {len(wanted)}"
        )
    order = tuple(wrap_dim(dim, self.ndim) for dim in wanted)
    if len(set(order)) < len(order):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return apply(PERMUTE, self, dims=order)


def transpose(self: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two dimensions swapped.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).transpose(0, 1)
    tensor([[1, 3],
            [2, 4]])
    """
    first, second = wrap_dim(dim0, self.ndim), wrap_dim(dim1, self.ndim)
    return apply(TRANSPOSE, self, dim0=first, dim1=second)


def t(self: Tensor) -> Tensor:
    """A matrix on its side.

    Raises:
        RuntimeError: more than two dimensions.
    """
    _check_matrix("t", self)
    return apply(T_METHOD, self)


def transpose_(self: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two dimensions of the tensor itself swapped."""
    first, second = wrap_dim(dim0, self.ndim), wrap_dim(dim1, self.ndim)
    return look_anew(TRANSPOSE_IN_PLACE, self, dim0=first, dim1=second)


def t_(self: Tensor) -> Tensor:
    """The matrix itself on its side.

    Raises:
        RuntimeError: more than two dimensions.
    """
    _check_matrix("t_", self)
    return look_anew(T_IN_PLACE, self)


def _check_matrix(function: str, self: Tensor) -> None:
    if self.ndim > 2:
        raise RuntimeError(
            f"{function}() expects a tensor with <= 2 dimensions, but self is "
            f"{self.ndim}D"
        )


def movedim(
    self: Tensor, source: int | Sequence[int], destination: int | Sequence[int]
) -> Tensor:
    """Some dimensions to other places; the rest keep their order.

    >>> import autoviz as av
    >>> av.zeros(2, 3, 5).movedim(0, 2).shape
    torch.Size([3, 5, 2])

    Raises:
        RuntimeError: there are not as many places as dimensions, or one comes twice.
    """
    froms, tos = sizes_of(source, ()), sizes_of(destination, ())
    if len(froms) != len(tos):
        raise RuntimeError(
            "movedim: Invalid source or destination dims: source "
            f"({list(froms)} dims) should contain the same number of dims as "
            f"destination ({list(tos)} dims)"
        )
    wrapped = [[wrap_dim(dim, self.ndim) for dim in each] for each in (froms, tos)]
    named = (("source", froms), ("destination", tos))
    for (name, given), dims in zip(named, wrapped, strict=True):
        if len(set(dims)) < len(dims):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({list(given)})")
    if self.ndim == 0:
        return apply(ALIAS, self)
    places = dict(zip(wrapped[1], wrapped[0], strict=True))
    others = iter([dim for dim in range(self.ndim) if dim not in wrapped[0]])
    order = [places[at] if at in places else next(others) for at in range(self.ndim)]
    return permute(self, order)


def adjoint(self: Tensor) -> Tensor:
    """The last two dimensions swapped."""
    if self.ndim == 0:
        warnings.warn(f"adjoint(){OF_0D}{CONJ}", stacklevel=2)
        return self
    return _of_matrices("adjoint()", self)


def _reversed_dims(self: Tensor) -> Tensor:
    """All dimensions in reverse order; meant for matrices."""
    if self.ndim != 2:
        text = f"Tensor.T{OF_0D}{THE_IDENTITY}" if self.ndim == 0 else T_OF_ND
        warnings.warn(text, stacklevel=2)
    return apply(T_PROPERTY, self)


def _matrix_transposed(self: Tensor) -> Tensor:
    """The last two dimensions swapped."""
    if self.ndim == 0:
        warnings.warn(f"Tensor.mT{OF_0D}{THE_IDENTITY}", stacklevel=2)
        return self
    return _of_matrices("mT", self)


def _matrix_adjoint(self: Tensor) -> Tensor:
    """The last two dimensions swapped: of real numbers, the same as ``mT``."""
    if self.ndim == 0:
        warnings.warn(f"Tensor.mH{OF_0D}{CONJ}", stacklevel=2)
        return self
    return _of_matrices("mH", self)


def _adjoint_matrix(self: Tensor) -> Tensor:
    """Of a matrix of real numbers, its transpose."""
    if self.ndim == 0:
        warnings.warn(f"Tensor.H{OF_0D}{CONJ}", stacklevel=2)
        return self
    if self.ndim != 2:
        batches = " For batches of matrices, consider using tensor.mH"
        raise RuntimeError(
            "tensor.H is only supported on matrices (2-D tensors). Got "
            f"{self.ndim}-D tensor.{batches if self.ndim > 2 else ''}"
        )
    return transpose(self, 0, 1)


def _of_matrices(name: str, self: Tensor) -> Tensor:
    if self.ndim < 2:
        raise RuntimeError(
            f"tensor.{name} is only supported on matrices or batches of matrices. Got "
            f"{self.ndim}-D tensor."
        )
    return transpose(self, -2, -1)


def moveaxis(
    self: Tensor, source: int | Sequence[int], destination: int | Sequence[int]
) -> Tensor:
    """Another name for ``movedim``."""
    return movedim(self, source, destination)


def swapaxes(self: Tensor, axis0: int, axis1: int) -> Tensor:
    """Another name for ``transpose``."""
    return transpose(self, axis0, axis1)


def swapdims(self: Tensor, dim0: int, dim1: int) -> Tensor:
    """Another name for ``transpose``."""
    return transpose(self, dim0, dim1)


PUBLIC = public(adjoint, moveaxis, movedim, permute, swapaxes, swapdims, t, transpose)

FACES = (
    Face(permute, ("permute",)),
    Face(movedim, ("movedim", "moveaxis")),
    Face(transpose, ("transpose", "swapaxes", "swapdims"), in_place=transpose_),
    Face(transpose_, ("swapaxes_", "swapdims_")),
    Face(t, ("t",), in_place=t_),
    Face(adjoint, ("adjoint",)),
    Face(_reversed_dims, property="T"),
    Face(_matrix_transposed, property="mT"),
    Face(_adjoint_matrix, property="H"),
    Face(_matrix_adjoint, property="mH"),
)
