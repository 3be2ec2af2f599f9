"""Products with something added: ``addmm`` is what a linear layer computes.

``addmm(b, x, W)`` is ``b + x @ W`` in one operation, with one node. Its derivatives are
those of the product and of the sum. ``beta`` and ``alpha`` scale the two parts.

Next: ``addr_addbmm``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, not_of_bools, scalar_type
from autoviz.core.ops.linalg.matmul import (
    BMM,
    MM,
    MV,
    cannot_multiply,
    dims,
    turned,
    turned_batch,
)
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "ADDMM",
    "FACES",
    "PUBLIC",
    "addmm",
    "addmv",
    "baddbmm",
    "check_batches",
    "check_stretches",
    "scaled",
    "scaled_sum",
]


def scaled_sum(self: Array, product: Array, beta: Number, alpha: Number) -> Any:
    """``beta * self + alpha * product``, where even nan times 0 is 0.

    The product is new memory, so the rest is done in place.
    """
    check_stretches(self, product.shape)
    if alpha != 1:
        product *= product.dtype.type(alpha)
    if beta != 0:
        product += self if beta == 1 else self * self.dtype.type(beta)
    return product


def check_stretches(self: Array, size: tuple[int, ...]) -> None:
    """Complain if what is to be added does not stretch to the size of the product.

    Raises:
        RuntimeError: it does not.
    """
    lead = len(size) - self.ndim
    if self.shape == size[lead:]:
        return
    for dim, length in reversed(list(enumerate(self.shape, start=lead))):
        if lead >= 0 and length not in (1, size[dim]):
            raise RuntimeError(
                f"The expanded size of the tensor ({size[dim]}) must match the "
                f"existing size ({length}) at non-singleton dimension {dim}.  Target "
                f"sizes: {list(size)}.  Tensor sizes: {list(self.shape)}"
            )


def _addmm(self: Array, mat1: Array, mat2: Array, beta: Number, alpha: Number) -> Any:
    if mat1.shape[1] != mat2.shape[0]:
        raise cannot_multiply(mat1, mat2)
    not_of_bools("addmm_impl_cpu_", mat1)
    return scaled_sum(self, mat1 @ mat2, beta, alpha)


def _check_alike(name: str, one: Array, mat2: Array) -> None:
    if one.dtype != mat2.dtype:
        raise RuntimeError(
            f"{name} and mat2 must have the same dtype, but got {scalar_type(one)} and "
            f"{scalar_type(mat2)}"
        )


def _addmv(self: Array, mat: Array, vec: Array, beta: Number, alpha: Number) -> Any:
    if mat.shape[1] != vec.shape[0] or self.size not in (1, mat.shape[0]):
        raise RuntimeError(
            f"size mismatch, got input ({self.size}), mat ({dims(mat)}), vec "
            f"({vec.shape[0]})"
        )
    types = [scalar_type(each) for each in (self, mat, vec)]
    if len(set(types)) > 1:
        raise RuntimeError(
            "addmv input tensors must have the same dtype, but got "
            f"{types[0]}, {types[1]}, and {types[2]}"
        )
    not_of_bools("addmv_impl_cpu", mat)
    return scaled_sum(self, mat @ vec, beta, alpha)


def _baddbmm(
    self: Array, batch1: Array, batch2: Array, beta: Number, alpha: Number
) -> Any:
    size = (*batch1.shape[:2], batch2.shape[2])
    check_stretches(self, size)
    wanted = [batch1.shape[0], batch1.shape[2]]
    if list(batch2.shape[:2]) != wanted:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"{wanted} but got: {list(batch2.shape[:2])}."
        )
    types = [scalar_type(each) for each in (batch1, batch2)]
    if types[0] != types[1]:
        raise RuntimeError(f"expected scalar type {types[0]} but found {types[1]}")
    not_of_bools("baddbmm", batch1)
    return scaled_sum(self, batch1 @ batch2, beta, alpha)


def scaled(g: Any, factor: Number) -> Any:
    """A factor of 1 is no operation."""
    return g if factor == 1 else times(g, factor)


ADDMM = Op(
    "addmm",
    "AddmmBackward0",
    ("self", "mat1", "mat2"),
    _addmm,
    (
        Grad("beta", lambda g, beta: scaled(g, beta)),
        Grad(
            "alpha * (g @ mat2.T)",
            lambda g, mat2, alpha: scaled(apply(MM, g, turned(mat2)), alpha),
        ),
        Grad(
            "alpha * (mat1.T @ g)",
            lambda g, mat1, alpha: scaled(apply(MM, turned(mat1), g), alpha),
        ),
    ),
    symbol="{0} + {1} @ {2}",
    dtype="same",
)

ADDMV = Op(
    "addmv",
    "AddmvBackward0",
    ("self", "mat", "vec"),
    _addmv,
    (
        Grad("beta", lambda g, beta: scaled(g, beta)),
        Grad(
            "alpha * outer(g, vec)",
            lambda g, vec, alpha: scaled(g.reshape((-1, 1)) * vec, alpha),
        ),
        Grad(
            "alpha * (mat.T @ g)",
            lambda g, mat, alpha: scaled(apply(MV, turned(mat), g), alpha),
        ),
    ),
    symbol="{0} + {1} @ {2}",
    dtype="same",
)

BADDBMM = Op(
    "baddbmm",
    "BaddbmmBackward0",
    ("self", "batch1", "batch2"),
    _baddbmm,
    (
        Grad("beta", lambda g, beta: scaled(g, beta)),
        Grad(
            "alpha * (g @ batch2.mT)",
            lambda g, batch2, alpha: scaled(apply(BMM, g, turned_batch(batch2)), alpha),
        ),
        Grad(
            "alpha * (batch1.mT @ g)",
            lambda g, batch1, alpha: scaled(apply(BMM, turned_batch(batch1), g), alpha),
        ),
    ),
    symbol="{0} + {1} @ {2}",
    dtype="same",
)


def addmm(
    self: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """``beta * self + alpha * (mat1 @ mat2)``.

    >>> import autoviz as av
    >>> x, w = av.tensor([[1.0, 2.0]]), av.tensor([[3.0], [4.0]])
    >>> av.addmm(av.tensor([100.0]), x, w)
    tensor([[111.]])

    Raises:
        RuntimeError: one is not a matrix, or sizes or types do not fit.
    """
    _check_matrices(self, mat1, mat2)
    return apply(ADDMM, self, mat1, mat2, beta=beta, alpha=alpha)


def addmm_(
    self: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """Write ``beta * self + alpha * (mat1 @ mat2)`` here."""
    _check_matrices(self, mat1, mat2)
    return apply_in_place(ADDMM, self, mat1, mat2, beta=beta, alpha=alpha)


def _check_matrices(self: Tensor, mat1: Tensor, mat2: Tensor) -> None:
    check_tensors("addmm", input=self, mat1=mat1, mat2=mat2)
    _check_alike("self", self.array, mat2.array)
    _check_alike("mat1", mat1.array, mat2.array)
    for name, each in (("mat1", mat1), ("mat2", mat2)):
        if each.ndim != 2:
            raise RuntimeError(f"{name} must be a matrix, got {each.ndim}-D tensor")


def addmv(
    self: Tensor, mat: Tensor, vec: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """``beta * self + alpha * (mat @ vec)``.

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    _check_vector(self, mat, vec)
    return apply(ADDMV, self, mat, vec, beta=beta, alpha=alpha)


def addmv_(
    self: Tensor, mat: Tensor, vec: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """Write ``beta * self + alpha * (mat @ vec)`` here."""
    _check_vector(self, mat, vec)
    return apply_in_place(ADDMV, self, mat, vec, beta=beta, alpha=alpha)


def _check_vector(self: Tensor, mat: Tensor, vec: Tensor) -> None:
    check_tensors("addmv", input=self, mat=mat, vec=vec)
    if (mat.ndim, vec.ndim) != (2, 1) or self.ndim > 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got {self.ndim}, {mat.ndim}, "
            f"{vec.ndim}"
        )


def baddbmm(
    self: Tensor,
    batch1: Tensor,
    batch2: Tensor,
    *,
    beta: Number = 1,
    alpha: Number = 1,
) -> Tensor:
    """``beta * self + alpha * (batch1 @ batch2)``, matrix by matrix.

    Raises:
        RuntimeError: one is not a batch, or sizes or types do not fit.
    """
    check_batches("baddbmm", self, batch1, batch2)
    return apply(BADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)


def baddbmm_(
    self: Tensor,
    batch1: Tensor,
    batch2: Tensor,
    *,
    beta: Number = 1,
    alpha: Number = 1,
) -> Tensor:
    """Write ``beta * self + alpha * (batch1 @ batch2)`` here."""
    check_batches("baddbmm", self, batch1, batch2)
    return apply_in_place(BADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)


def check_batches(function: str, self: Tensor, batch1: Tensor, batch2: Tensor) -> None:
    """Complain about what is no batch of matrices.

    Raises:
        IndexError: there are too few dimensions.
        RuntimeError: there are too many.
    """
    check_tensors(function, input=self, batch1=batch1, batch2=batch2)
    for each in (batch1, batch2):
        if each.ndim < 3:
            bound = max(each.ndim, 1)
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-bound}, "
                f"{bound - 1}], but got 2)"
            )
    if max(batch1.ndim, batch2.ndim) > 3:
        raise RuntimeError("batch1 must be a 3D tensor")


PUBLIC = public(addmm, addmv, baddbmm)

FACES = (
    Face(addmm, ("addmm",), in_place=addmm_),
    Face(addmv, ("addmv",), in_place=addmv_),
    Face(baddbmm, ("baddbmm",), in_place=baddbmm_),
)
