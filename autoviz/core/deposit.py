"""Where a gradient ends: in the ``.grad`` of a leaf.

The first gradient becomes the ``.grad``, as a copy: two leaves never share one. Later
ones are added to it in place, so that whoever holds it sees the sum. With
``create_graph`` the sum is a new tensor, because it has a history.

Next: ``tensor``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.gradients import Gradient, as_array, as_tensor
from autoviz.core.hooks import call, call_node
from autoviz.core.modes import Observer
from autoviz.core.strides import is_dense

if TYPE_CHECKING:
    from autoviz.core.node import AccumulateGrad, Node
    from autoviz.core.tensor import Tensor

__all__ = ["deposit", "forget", "retain"]


def deposit(
    leaf: AccumulateGrad, gradient: Gradient, observer: Observer | None
) -> None:
    """What the node of a leaf does; with its hooks, but those of before."""
    variable = leaf.variable
    if gradient is not None and variable.requires_grad:  # still
        before = _copy(variable.held_grad) if observer else None
        _add_to_grad(variable, gradient)
        if variable.post_accumulate_hooks:
            call(variable.post_accumulate_hooks, variable)
        arrived, after = as_array(gradient), as_array(variable.held_grad)
        if observer and arrived is not None and after is not None:
            observer.accumulate(leaf, before, arrived, after)
    if leaf.hooks is not None and leaf.hooks.post:
        call_node(leaf.hooks.post, (), (as_tensor(gradient),))


def _copy(held: Tensor | None) -> Any:
    return None if held is None else held.array.copy()


def _add_to_grad(leaf: Tensor, gradient: Gradient) -> None:
    held = leaf.held_grad
    if not isinstance(gradient, np.ndarray):
        leaf.held_grad = _own_copy(gradient, leaf) if held is None else held + gradient
    elif held is None:
        if gradient.shape != leaf.array.shape:
            _check_layout(gradient, leaf)
        leaf.hold_grad(gradient)
    elif gradient.shape != held.array.shape:
        held.add_(type(held)(gradient))
    else:
        held.storage.changing()
        held.array[...] += gradient
        held.storage.version += 1


def _check_layout(gradient: Array, leaf: Tensor) -> None:
    """A leaf was given another shape since: what lies as it does now is taken yet.

    Raises:
        RuntimeError: it does not, and a copy that does cannot be made.
    """
    from autoviz.core.tensor import wrap

    of_both = zip(gradient.shape, gradient.strides, leaf.array.strides, strict=False)
    if any(size != 1 and own != wanted for size, own, wanted in of_both):
        wrap(np.empty_like(leaf.array)).copy_(wrap(gradient))


def _own_copy(gradient: Tensor, leaf: Tensor) -> Tensor:
    """A copy with a history; it is laid out as the leaf, if that has all its memory."""
    from autoviz.core.tensor import wrap

    if not is_dense(leaf.array):
        return _in_rows(gradient)
    return wrap(np.empty_like(leaf.array)).copy_(gradient)


class Retained(NamedTuple):
    """What a tensor with ``retain_grad()`` had in its ``.grad``, and has now."""

    before: Array | None
    after: Array


def retain(node: Node, output_nr: int, arrived: Gradient) -> Retained | None:
    """``retain_grad()``: the tensor keeps what arrives at its node."""
    from autoviz.core.tensor import wrap

    assert node.hooks is not None
    tensor = node.hooks.retaining(output_nr)
    if tensor is None or arrived is None:
        return None
    held = tensor.held_grad
    if isinstance(arrived, np.ndarray):
        kept = np.array(arrived, order="C") if held is None else held.array + arrived
        tensor.held_grad = wrap(np.asarray(kept, tensor.dtype.numpy))
    else:
        tensor.held_grad = _in_rows(arrived) if held is None else held + arrived
    return Retained(as_array(held), tensor.held_grad.array)


def _in_rows(gradient: Tensor) -> Tensor:
    """A copy with a history."""
    from autoviz.core.apply import apply
    from autoviz.core.ops.methods.clone_detach import CONTIGUOUS

    return apply(CONTIGUOUS, gradient)


def forget(tensors: Iterable[Tensor], set_to_none: bool) -> None:
    """Take away what was deposited; or, without ``set_to_none``, make it zero."""
    for each in tensors:
        if each.grad is None:
            continue
        if set_to_none:
            each.grad = None
            continue
        if each.grad.grad_fn is not None:
            each.grad.detach_()
        else:
            each.grad.requires_grad_(False)
        each.grad.zero_()
