"""All pairs: ``meshgrid``, ``cartesian_prod``, ``combinations``.

The rows of a grid are one and the same numbers again and again, and are not copied: a
``view`` that makes room for the other dimensions, and ``expand``. Only what lists the
pairs, one after the other, copies.

Next: ``block_diag``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import public
from autoviz.core.ops.checks import check_tensor_list
from autoviz.core.ops.index.masked_select import masked_select
from autoviz.core.ops.shape.cat_stack import stack
from autoviz.core.ops.shape.expand import EXPAND
from autoviz.core.ops.shape.view_reshape import flatten, view
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "cartesian_prod", "combinations", "meshgrid"]


def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple[Tensor, ...]:
    """The coordinates of a grid with these axes, a tensor for each.

    With ``indexing="ij"`` the first axis goes down the rows; with ``"xy"`` it goes
    along them, as the x of a picture.

    >>> import autoviz as av
    >>> x, y = av.meshgrid(av.tensor([1, 2]), av.tensor([3, 4]), indexing="ij")
    >>> x
    tensor([[1, 1],
            [2, 2]])
    >>> y
    tensor([[3, 4],
            [3, 4]])

    Raises:
        RuntimeError: there are none, their types differ, or one is no row.
    """
    axes = _checked(tensors)
    _check_indexing(indexing)
    dims = list(range(len(axes)))
    if indexing == "xy":
        dims[:2] = dims[:2][::-1]
    size = tuple(axes[dim].numel() for dim in dims)
    return tuple(
        apply(EXPAND, view(axis, _alone(dim, size)), size=size)
        for axis, dim in zip(axes, dims, strict=True)
    )


def _alone(dim: int, size: Sequence[int]) -> tuple[int, ...]:
    return tuple(length if at == dim else 1 for at, length in enumerate(size))


def _check_indexing(indexing: str | None) -> None:
    if indexing is None:
        warnings.warn(
            "torch.meshgrid: in an upcoming release, it will be required to pass the "
            "indexing argument.",
            UserWarning,
            stacklevel=3,
        )
    elif indexing not in ("xy", "ij"):
        raise RuntimeError(
            'torch.meshgrid: indexing must be one of "xy" or "ij", but received: '
            f"{indexing}"
        )


def _checked(tensors: tuple[Any, ...]) -> Sequence[Tensor]:
    axes: Any = tensors
    if len(tensors) == 1 and isinstance(tensors[0], list | tuple):
        axes = tensors[0]
    check_tensor_list("meshgrid", "tensors", axes)
    if not axes:
        raise RuntimeError("meshgrid expects a non-empty TensorList")
    if any(each.dtype is not axes[0].dtype for each in axes):
        raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    for each in axes:
        if each.ndim > 1:
            raise RuntimeError(
                "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: "
                f"{each}"
            )
    return tuple(axes)


def cartesian_prod(*tensors: Tensor) -> Tensor:
    """All ways to take one number of each, a row each.

    >>> import autoviz as av
    >>> av.cartesian_prod(av.tensor([1, 2]), av.tensor([3, 4]))
    tensor([[1, 3],
            [1, 4],
            [2, 3],
            [2, 4]])

    Raises:
        RuntimeError: there are none, or one is no row.
    """
    for each in tensors:
        _must_be_row(each)
    if len(tensors) == 1:
        return tensors[0]
    grids = meshgrid(*tensors, indexing="ij")
    return stack([flatten(each) for each in grids], 1)


def combinations(input: Tensor, r: int = 2, with_replacement: bool = False) -> Tensor:
    """All ways to take ``r`` of the numbers, in their order, a row each.

    >>> import autoviz as av
    >>> av.combinations(av.tensor([1, 2, 3]))
    tensor([[1, 2],
            [1, 3],
            [2, 3]])

    Raises:
        RuntimeError: ``input`` is no row, or ``r`` is negative.
    """
    _must_be_row(input)
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if r == 0:
        return wrap(np.empty(0, input.array.dtype))
    grids = meshgrid(*[input] * r, indexing="ij")
    places = np.indices((input.numel(),) * r)
    inner, outer = places[:-1], places[1:]
    wanted = (inner <= outer) if with_replacement else (inner < outer)
    mask = wrap(np.all(wanted, axis=0))
    return stack([masked_select(each, mask) for each in grids], 1)


def _must_be_row(given: Tensor) -> None:
    if given.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(given.shape)}")


PUBLIC = public(cartesian_prod, combinations, meshgrid)

FACES = ()
