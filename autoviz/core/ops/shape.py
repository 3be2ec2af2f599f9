"""The same numbers in another shape.

Most of these make *views*: new handles on the same memory, sharing its version
counter. Their backward computes nothing: it puts the gradient back into the shape
the input had. ``expand`` is the exception: it repeats numbers, so its backward
sums.
"""

from __future__ import annotations

import operator
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.elementwise import CLONE
from autoviz.core.shapes import Size, infer_shape, sum_to, wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = [
    "EXPAND",
    "FACES",
    "PUBLIC",
    "VIEW",
    "expand",
    "permute",
    "reshape",
    "squeeze",
    "t",
    "transpose",
    "unsqueeze",
    "view",
]

NOT_VIEWABLE = (
    "view size is not compatible with input tensor's size and stride (at least one "
    "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
)
T_OF_0D = (
    "Tensor.T is deprecated on 0-D tensors. This function is the identity in these "
    "cases."
)
T_OF_ND = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is "
    "deprecated and it will throw an error in a future release. Consider `x.mT` to "
    "transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` "
    "to reverse the dimensions of a tensor."
)


def _as_before(g: Any, self_sizes: Sequence[int]) -> Any:
    """The gradient in the input's shape; VIEW refuses what is not contiguous."""
    return apply(UNSAFE_VIEW, g, size=tuple(self_sizes))


def _drop_ones(self: Array, dim: tuple[int, ...]) -> Any:
    keep = [each for at, each in enumerate(self.shape) if each != 1 or at not in dim]
    return self.reshape(keep)


VIEW: Op = Op(
    "view",
    "ViewBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.view{size}",
    dtype="same",
    view=True,
)

# A view of what is not contiguous already.
RESHAPE_ALIAS: Op = Op(
    "reshape",
    "ReshapeAliasBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.reshape{size}",
    dtype="same",
    view=True,
)

# The second half of a reshape that has to copy: Clone, then this.
UNSAFE_VIEW: Op = Op(
    "reshape",
    "UnsafeViewBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.reshape{size}",
    dtype="same",
)


def _stretch(self: Array, size: Sequence[int]) -> Any:
    stretched = np.broadcast_to(self, size)
    stretched.flags.writeable = self.flags.writeable
    return stretched


def _summed_to(g: Any, size: Sequence[int]) -> Any:
    """Undo a broadcast; the engine does the same to every gradient."""
    is_array = isinstance(g, np.ndarray | np.generic)
    return sum_to(np.asarray(g), size) if is_array else g.sum_to_size(size)


EXPAND: Op = Op(
    "expand",
    "ExpandBackward0",
    ("self",),
    _stretch,
    (Grad("sum(g)", lambda g, self_sizes: _summed_to(g, self_sizes)),),
    symbol="{0}.expand{size}",
    dtype="same",
    view=True,
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
    lambda self: np.transpose(self),
    (Grad("g.T", lambda g: apply(T_PROPERTY, g)),),
    symbol="{0}.T",
    dtype="same",
    view=True,
)

T_METHOD: Op = Op(
    "t",
    "TBackward0",
    ("self",),
    lambda self: np.transpose(self),
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

UNSQUEEZE: Op = Op(
    "unsqueeze",
    "UnsqueezeBackward0",
    ("self",),
    lambda self, dim: np.expand_dims(self, dim),
    (Grad("squeeze(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.unsqueeze({dim})",
    dtype="same",
    view=True,
)


def _squeeze_row(grad_fn: str, symbol: str, view: bool = True) -> Op:
    """PyTorch has one squeeze node for each way of saying which dimensions."""
    return Op(
        "squeeze",
        grad_fn,
        ("self",),
        _drop_ones,
        (Grad("unsqueeze(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
        symbol=symbol,
        dtype="same",
        view=view,
    )


SQUEEZE = _squeeze_row("SqueezeBackward0", "{0}.squeeze()")
SQUEEZE_DIM = _squeeze_row("SqueezeBackward1", "{0}.squeeze{dim}")
SQUEEZE_DIMS = _squeeze_row("SqueezeBackward2", "{0}.squeeze({dim})")


def _sizes(first: Any, rest: tuple[int, ...]) -> tuple[int, ...]:
    """``view(2, 3)`` and ``view((2, 3))`` say the same."""
    several = first if isinstance(first, Sequence) else (first, *rest)
    return tuple(operator.index(each) for each in several)


def view(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """The same memory in another shape; one size may be -1.

    Raises:
        RuntimeError: the number of elements differs, or the memory is not laid
            out so that this shape can look at it.
    """
    shape = infer_shape(_sizes(size, more), self.numel())
    if not _viewable(self.array, shape):
        raise RuntimeError(NOT_VIEWABLE)
    return apply(VIEW, self, size=shape)


def reshape(self: Tensor, shape: int | Sequence[int], *more: int) -> Tensor:
    """A view where that is possible, else a copy."""
    wanted = infer_shape(_sizes(shape, more), self.numel())
    if self.array.flags.c_contiguous:
        return apply(VIEW, self, size=wanted)
    if _viewable(self.array, wanted):
        return apply(RESHAPE_ALIAS, self, size=wanted)
    return apply(UNSAFE_VIEW, apply(CLONE, self), size=wanted)


def _viewable(array: Array, size: tuple[int, ...]) -> bool:
    try:
        np.reshape(array, size, copy=False)
    except ValueError:
        return False
    return True


def permute(self: Tensor, dims: int | Sequence[int], *more: int) -> Tensor:
    """Dimensions in another order."""
    wanted = _sizes(dims, more)
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
    """Two dimensions swapped."""
    first, second = wrap_dim(dim0, self.ndim), wrap_dim(dim1, self.ndim)
    return apply(TRANSPOSE, self, dim0=first, dim1=second)


def t(self: Tensor) -> Tensor:
    """A matrix on its side.

    Raises:
        RuntimeError: more than two dimensions.
    """
    if self.ndim > 2:
        raise RuntimeError(
            f"t() expects a tensor with <= 2 dimensions, but self is {self.ndim}D"
        )
    return apply(T_METHOD, self)


def _reversed_dims(self: Tensor) -> Tensor:
    """All dimensions in reverse order; meant for matrices."""
    if self.ndim != 2:
        warnings.warn(T_OF_0D if self.ndim == 0 else T_OF_ND, stacklevel=2)
    return apply(T_PROPERTY, self)


def _matrix_transposed(self: Tensor) -> Tensor:
    """The last two dimensions swapped."""
    if self.ndim < 2:
        raise RuntimeError(
            "tensor.mT is only supported on matrices or batches of matrices. Got "
            f"{self.ndim}-D tensor."
        )
    return transpose(self, -2, -1)


def unsqueeze(self: Tensor, dim: int) -> Tensor:
    """A new dimension of length 1 before ``dim``."""
    return apply(UNSQUEEZE, self, dim=wrap_dim(dim, self.ndim + 1))


def squeeze(self: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Without dimensions of length 1: all of them, or those in ``dim``."""
    if dim is None:
        return apply(SQUEEZE, self, dim=tuple(range(self.ndim)))
    row = SQUEEZE_DIMS if isinstance(dim, Sequence) else SQUEEZE_DIM
    return apply(row, self, dim=wrap_dims(dim, self.ndim))


def expand(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """Dimensions of length 1 stretched, without copying; -1 keeps a length.

    Raises:
        RuntimeError: a dimension that is not 1 would have to change.
    """
    wanted = list(_sizes(size, more))
    lead = len(wanted) - self.ndim
    if lead < 0:
        raise RuntimeError(
            f"expand({self.dtype.legacy}{{{list(self.shape)}}}, size={wanted}): the "
            f"number of sizes provided ({len(wanted)}) must be greater or equal to "
            f"the number of dimensions in the tensor ({self.ndim})"
        )
    asked = list(wanted)
    if -1 in wanted[:lead]:
        raise RuntimeError(
            "The expanded size of the tensor (-1) isn't allowed in a leading, "
            f"non-existing dimension {lead - 1 - wanted[:lead][::-1].index(-1)}"
        )
    for dim, length in reversed(list(enumerate(self.shape, start=lead))):
        if wanted[dim] == -1:
            wanted[dim] = length
        elif length not in (1, wanted[dim]):
            raise RuntimeError(
                f"The expanded size of the tensor ({wanted[dim]}) must match the "
                f"existing size ({length}) at non-singleton dimension {dim}.  Target "
                f"sizes: {asked}.  Tensor sizes: {list(self.shape)}"
            )
    return apply(EXPAND, self, size=Size(wanted))


PUBLIC = public(permute, reshape, squeeze, t, transpose, unsqueeze)

FACES = (
    Face(view, ("view",)),
    Face(reshape, ("reshape",)),
    Face(permute, ("permute",)),
    Face(transpose, ("transpose", "swapaxes")),
    Face(t, ("t",)),
    Face(_reversed_dims, property="T"),
    Face(_matrix_transposed, property="mT"),
    Face(unsqueeze, ("unsqueeze",)),
    Face(squeeze, ("squeeze",)),
    Face(expand, ("expand",)),
)
