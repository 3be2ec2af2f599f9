"""Products of many matrices: ``multi_dot``, ``matrix_power``.

The result is the same wherever the brackets are put, but not the work: a matrix times
(a matrix times a vector) is much less than (a matrix times a matrix) times a vector.
``multi_dot`` finds the best brackets. ``matrix_power`` squares: the eighth power is
three products, not seven.

Next: ``cholesky``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.ops.checks import check_tensor_list, must_be_tensor
from autoviz.core.ops.linalg.matmul import matmul, mm
from autoviz.core.ops.linalg.matrices import check_square
from autoviz.core.ops.linalg.solve_inv import inv
from autoviz.core.ops.methods.clone_detach import CONTIGUOUS, clone
from autoviz.core.ops.methods.copy_fill import copy_
from autoviz.core.ops.shape.squeeze_unsqueeze import unsqueeze
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "chain_matmul", "matrix_power", "multi_dot"]

DEPRECATED = (
    "torch.chain_matmul is deprecated and will be removed in a future PyTorch release. "
    "Use torch.linalg.multi_dot instead, which accepts a list of two or more tensors "
    "rather than multiple parameters."
)


def multi_dot(tensors: Sequence[Tensor]) -> Tensor:
    """The product of all, with the brackets where they spare most work.

    The first may be a vector (a row), and the last (a column).

    >>> import autoviz as av
    >>> x = av.tensor([[1, 2], [3, 4]])
    >>> av.linalg.multi_dot([x, x, av.tensor([1, 0])])
    tensor([ 7, 15])

    Raises:
        RuntimeError: fewer than two, or they cannot be multiplied.
    """
    check_tensor_list("linalg_multi_dot", "tensors", tensors)
    return _multiplied(tensors)


def chain_matmul(*matrices: Tensor) -> Tensor:
    """An older ``linalg.multi_dot``.

    Raises:
        RuntimeError: there are none, or one is no matrix.
    """
    given = matrices[0] if len(matrices) == 1 else matrices
    several = given if isinstance(given, tuple | list) else matrices
    check_tensor_list("chain_matmul", "matrices", several)
    warnings.warn(DEPRECATED, stacklevel=2)
    for each in several:
        if each.ndim != 2:
            raise RuntimeError(f"Tensor dimension is {each.ndim}, expected 2 instead.")
    if not several:
        raise RuntimeError("chain_matmul(): Expected one or more matrices")
    return clone(several[0]) if len(several) == 1 else _multiplied(several)


def _multiplied(tensors: Sequence[Tensor]) -> Tensor:
    count = len(tensors)
    if count < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {count}")
    first, *between, last = tensors
    for name, each in (("first", first), ("last", last)):
        if each.ndim not in (1, 2):
            raise RuntimeError(
                f"multi_dot(): the {name} tensor must be 1D or 2D but got {each.ndim}D"
            )
    size: list[int] = []
    if first.ndim == 1:
        first = unsqueeze(first, 0)
    else:
        size.append(first.shape[0])
    if last.ndim == 1:
        last = unsqueeze(last, -1)
    else:
        size.append(last.shape[1])
    _check_chain(tensors)
    chain = [first, *between, last]
    return view(_product(chain, _brackets(chain), 0, count - 1), tuple(size))


def _check_chain(tensors: Sequence[Tensor]) -> None:
    """Complain about the first that is no matrix, or does not fit the one before."""
    for at, each in enumerate(tensors):
        if each.ndim != 2 and 0 < at < len(tensors) - 1:
            raise RuntimeError(
                f"multi_dot(): tensor {at} must be 2D but got {each.ndim}D"
            )
        if each.dtype is not tensors[0].dtype:
            raise RuntimeError(
                "multi_dot(): all tensors must have be the same dtype but tensor 0 is "
                f"{tensors[0].dtype.c_name} and tensor {at} {each.dtype.c_name}"
            )
    for at, (one, other) in enumerate(pairwise(tensors)):
        if one.shape[-1] != other.shape[0]:
            raise RuntimeError(
                f"multi_dot(): tensors {at} and {at + 1} with shapes "
                f"{list(one.shape)} and {list(other.shape)} cannot be multiplied"
            )


def _brackets(chain: Sequence[Tensor]) -> dict[tuple[int, int], int]:
    """After which matrix each part of the chain is best cut in two.

    From short parts to long ones: what the two sides cost is known then. If it makes
    no difference, PyTorch begins on the left with three matrices, else on the right.
    """
    lengths = [chain[0].shape[0], *(each.shape[1] for each in chain)]
    cost = {(at, at): 0 for at in range(len(chain))}
    cuts: dict[tuple[int, int], int] = {}
    for width in range(1, len(chain)):
        for start in range(len(chain) - width):
            stop = start + width
            costs = {
                cut: cost[start, cut]
                + cost[cut + 1, stop]
                + lengths[start] * lengths[cut + 1] * lengths[stop + 1]
                for cut in range(start, stop)
            }
            places = reversed(costs) if len(chain) == 3 else costs
            cut = min(places, key=costs.__getitem__)
            cuts[start, stop], cost[start, stop] = cut, costs[cut]
    return cuts


def _product(
    chain: Sequence[Tensor], cuts: dict[tuple[int, int], int], start: int, stop: int
) -> Tensor:
    if start == stop:
        return chain[start]
    cut = cuts[start, stop]
    return mm(_product(chain, cuts, start, cut), _product(chain, cuts, cut + 1, stop))


def matrix_power(self: Tensor, n: int) -> Tensor:
    """The matrix times itself, ``n`` times; with a negative n its inverse.

    >>> import autoviz as av
    >>> av.linalg.matrix_power(av.tensor([[1, 1], [0, 1]]), 10)
    tensor([[ 1, 10],
            [ 0,  1]])

    Raises:
        RuntimeError: it is no square matrix.
        LinAlgError: n is negative, and there is no inverse.
    """
    must_be_tensor("matrix_power", "input", 1, self)
    if not isinstance(n, int):
        raise TypeError(
            "linalg_matrix_power(): argument 'n' (position 2) must be int, not "
            f"{type(n).__name__}"
        )
    check_square("linalg.matrix_power", self)
    if n == 0:
        identity = np.eye(self.shape[-1], dtype=self.array.dtype)
        return copy_(apply(CONTIGUOUS, self), wrap(identity))
    if n == 1:
        return apply(CONTIGUOUS, self)
    base = inv(self) if n < 0 else self
    if abs(n) == 3:
        return matmul(matmul(base, base), base)
    return _by_squaring(base, abs(n))


def _by_squaring(base: Tensor, n: int) -> Tensor:
    """Of n in binary, each digit that is 1 takes part: the 5th is 4th times 1st."""
    square, power = base, None
    while n:
        if n % 2:
            power = square if power is None else matmul(power, square)
        n //= 2
        if n:
            square = matmul(square, square)
    return base if power is None else power


PUBLIC = public(chain_matmul, matrix_power)

FACES = (Face(matrix_power, ("matrix_power",)),)
