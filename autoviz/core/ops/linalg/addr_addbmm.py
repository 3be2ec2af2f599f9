"""Two more products with something added: ``addr``, ``addbmm``.

``addr`` adds a column times a row, ``addbmm`` the products of a whole batch. As with
``addmm``, ``beta`` and ``alpha`` scale the two parts, and a ``beta`` of 0 makes 0 even
of nan.

Next: ``tensordot_kron``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, not_of_bools, scalar_type
from autoviz.core.ops.linalg.addmm import (
    check_batches,
    check_stretches,
    scaled,
    scaled_sum,
)
from autoviz.core.ops.linalg.matmul import BMM, MV, turned, turned_batch
from autoviz.core.ops.shape.expand import EXPAND
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "addbmm", "addr"]


def _addr(self: Array, vec1: Array, vec2: Array, beta: Number, alpha: Number) -> Any:
    return scaled_sum(self, np.multiply.outer(vec1, vec2), beta, alpha)


def _addbmm(
    self: Array, batch1: Array, batch2: Array, beta: Number, alpha: Number
) -> Any:
    size = (batch1.shape[1], batch2.shape[2])
    check_stretches(self, size)
    _check_batches(batch1, batch2)
    if self.dtype != batch1.dtype or batch1.dtype != batch2.dtype:
        types = [scalar_type(each) for each in (self, batch1, batch2)]
        other = types[1] if types[0] != types[1] else types[2]
        raise RuntimeError(
            f"self and mat2 must have the same dtype, but got {types[0]} and {other}"
        )
    not_of_bools("addmm_impl_cpu_", batch1)
    return scaled_sum(self, (batch1 @ batch2).sum(0, batch1.dtype), beta, alpha)


def _check_batches(batch1: Array, batch2: Array) -> None:
    if len(batch1) != len(batch2):
        raise RuntimeError(
            "batch1 and batch2 must have same number of batches, got "
            f"{len(batch1)} and {len(batch2)}"
        )
    (rows, inner), (other, columns) = batch1.shape[1:], batch2.shape[1:]
    if inner != other:
        raise RuntimeError(
            f"Incompatible matrix sizes for bmm ({rows}x{inner} and {other}x{columns})"
        )


def _to_each(g: Any, like: Any) -> Any:
    """One gradient for every matrix of the batch."""
    return apply(EXPAND, apply(UNSQUEEZE, g, dim=0), size=(like.shape[0], *g.shape))


ADDR = Op(
    "addr",
    "AddrBackward0",
    ("self", "vec1", "vec2"),
    _addr,
    (
        Grad("beta", lambda g, beta: scaled(g, beta)),
        Grad(
            "alpha * (g @ vec2)",
            lambda g, vec2, alpha: scaled(apply(MV, g, vec2), alpha),
        ),
        Grad(
            "alpha * (g.T @ vec1)",
            lambda g, vec1, alpha: scaled(apply(MV, turned(g), vec1), alpha),
        ),
    ),
    symbol="{0} + outer({1}, {2})",
)

ADDBMM = Op(
    "addbmm",
    "AddbmmBackward0",
    ("self", "batch1", "batch2"),
    _addbmm,
    (
        Grad("beta", lambda g, beta: scaled(g, beta)),
        Grad(
            "alpha * (g @ batch2.mT)",
            lambda g, batch2, alpha: scaled(
                apply(BMM, _to_each(g, batch2), turned_batch(batch2)), alpha
            ),
        ),
        Grad(
            "alpha * (batch1.mT @ g)",
            lambda g, batch1, alpha: scaled(
                apply(BMM, turned_batch(batch1), _to_each(g, batch1)), alpha
            ),
        ),
    ),
    symbol="{0} + ({1} @ {2}).sum(0)",
    dtype="same",
)


def addr(
    self: Tensor, vec1: Tensor, vec2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """``beta * self + alpha * outer(vec1, vec2)``.

    >>> import autoviz as av
    >>> av.addr(av.zeros(2, 2), av.tensor([1.0, 2.0]), av.tensor([1.0, 10.0]))
    tensor([[ 1., 10.],
            [ 2., 20.]])

    Raises:
        RuntimeError: one is not a vector, or the sizes do not fit.
    """
    _check_vectors(self, vec1, vec2, beta, alpha)
    return apply(ADDR, self, vec1, vec2, beta=beta, alpha=alpha)


def addr_(
    self: Tensor, vec1: Tensor, vec2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """Write ``beta * self + alpha * outer(vec1, vec2)`` here."""
    _check_vectors(self, vec1, vec2, beta, alpha)
    return apply_in_place(ADDR, self, vec1, vec2, beta=beta, alpha=alpha)


def _check_vectors(
    self: Tensor, vec1: Tensor, vec2: Tensor, beta: Number, alpha: Number
) -> None:
    check_tensors("addr", input=self, vec1=vec1, vec2=vec2)
    for name, each in (("vec1", vec1), ("vec2", vec2)):
        if each.ndim != 1:
            raise RuntimeError(
                f"addr: Expected 1-D argument {name}, but got {each.ndim}-D"
            )
    check_stretches(self.array, (vec1.shape[0], vec2.shape[0]))
    kinds = [each.dtype.is_floating_point for each in (self, vec1, vec2)]
    for name, factor in (("beta", beta), ("alpha", alpha)):
        if isinstance(factor, float) and not any(kinds):
            raise RuntimeError(
                f"For integral input tensors, argument {name} must not be a floating "
                "point number."
            )


def addbmm(
    self: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """``beta * self + alpha * (batch1 @ batch2).sum(0)``.

    Raises:
        RuntimeError: one is not a batch, or sizes or types do not fit.
    """
    check_batches("addbmm", self, batch1, batch2)
    return apply(ADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)


def addbmm_(
    self: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Number = 1, alpha: Number = 1
) -> Tensor:
    """Write ``beta * self + alpha * (batch1 @ batch2).sum(0)`` here."""
    check_batches("addbmm", self, batch1, batch2)
    return apply_in_place(ADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)


PUBLIC = public(addbmm, addr)

FACES = (
    Face(addr, ("addr",), in_place=addr_),
    Face(addbmm, ("addbmm",), in_place=addbmm_),
)
