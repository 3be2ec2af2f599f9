"""What AccumulateGrad does: a gradient is put into a leaf's ``.grad``.

If there is something, the gradient is added to it in place. If there is nothing and
nobody else has the gradient, it becomes the ``.grad`` as it is; else a copy does. All
but the taking is left to PyTorch's own node.

Next: ``torch_totals``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch.autograd.graph import GradientEdge

from autoviz.watch.torch_quiet import GradFn, is_held_inside

__all__ = ["deposit"]


def deposit(
    edges: Sequence[GradientEdge], leaves: Iterable[int], totals: Sequence[Any]
) -> None:
    """Give each leaf its gradient.

    Args:
        edges: where the gradients of a pass went.
        leaves: which of these lead to an AccumulateGrad.
        totals: the gradients, the same one perhaps in several places.
    """
    taken: set[int] = set()
    with torch.no_grad():
        for at in leaves:
            accumulate: GradFn = edges[at].node
            leaf = accumulate.variable
            if totals[at] is None:
                continue
            if leaf.grad is not None:
                accumulate(totals[at])
            elif _is_free(totals, at, taken) and _is_like(totals[at], leaf):
                taken.add(id(totals[at]))
                leaf.grad = _unlinked(totals[at])
            else:
                accumulate(totals[at].clone())  # it might keep what it is given


def _is_free(totals: Sequence[Any], at: int, taken: set[int]) -> bool:
    """Whether a gradient is in ``totals`` and nowhere else."""
    if id(totals[at]) in taken or is_held_inside(totals[at]):
        return False
    others = _references(totals, at) - _ALONE
    return not others or others == _times(totals, id(totals[at])) - 1


def _is_like(gradient: torch.Tensor, leaf: torch.Tensor) -> bool:
    """Whether it is laid out as a leaf's ``.grad`` has to be, in the plain case."""
    return (
        type(gradient) is torch.Tensor
        and gradient.layout is leaf.layout is torch.strided
        and gradient.dtype is leaf.dtype
        and gradient.is_contiguous()
        and leaf.is_contiguous()
    )


def _unlinked(gradient: torch.Tensor) -> torch.Tensor:
    """A ``.grad`` is no view of anything, though it may share memory."""
    return gradient.detach() if gradient._is_view() else gradient


def _times(totals: Sequence[Any], identity: int) -> int:
    return Counter(map(id, totals))[identity]


def _references(totals: Sequence[Any], at: int) -> int:
    return sys.getrefcount(totals[at])


_ALONE = _references((object(),), 0)
"""References to what is in one place only."""
