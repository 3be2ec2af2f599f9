"""Hooks: functions of the learner's that the engine calls on its way.

A *tensor hook* sees the gradient of one tensor, summed over all paths, before the
node of that tensor runs; what it returns, if anything, goes on in its place. A node's
*prehook* sees everything that arrived there, its *hook* also what was sent on. A
*post-accumulate hook* of a leaf runs when ``.grad`` has its sum. ``retain_grad()`` is
a tensor hook too: it comes after all others, and keeps what they left.

Hooks see tensors, and None where nothing arrived. What a hook returns must be like
what it got: ``call`` and ``call_node`` see to that.

Next: ``engine``.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = [
    "Hooks",
    "RemovableHandle",
    "Table",
    "call",
    "call_node",
    "register_hook",
    "register_post_accumulate_grad_hook",
]


class Table(dict[int, Callable[..., Any]]):
    """Hooks by number, in the order in which they were registered."""


_numbers = itertools.count()


class RemovableHandle:
    """What registering returns: ``remove()`` takes the hook out again.

    As a context manager it does so at the end of the block. A handle keeps no hook
    alive.
    """

    def __init__(self, hooks: Table, hook: Callable[..., Any]) -> None:
        self.hooks_dict_ref = weakref.ref(hooks)
        self.id = next(_numbers)
        hooks[self.id] = hook

    def remove(self) -> None:
        """Take the hook out; once is enough."""
        hooks = self.hooks_dict_ref()
        if hooks is not None:
            hooks.pop(self.id, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class Hooks:
    """The hooks of one node; of its outputs by number."""

    __slots__ = ("post", "pre", "retains", "tensor")

    def __init__(self) -> None:
        self.tensor: dict[int, Table] = {}
        self.retains: dict[int, weakref.ref[Tensor]] = {}
        self.pre = Table()
        self.post = Table()

    def on_tensor(self, output_nr: int) -> Table:
        """The table of one output's tensor hooks."""
        return self.tensor.setdefault(output_nr, Table())

    def retaining(self, output_nr: int) -> Tensor | None:
        """The tensor that keeps the gradient of this output, if one does."""
        found = self.retains.get(output_nr)
        return found() if found is not None else None


# registering


def register_hook(
    self: Tensor, hook: Callable[[Tensor], Tensor | None]
) -> RemovableHandle:
    """Call ``hook(gradient)`` whenever a gradient of this tensor is computed.

    What it returns, if not None, is used instead. After an in-place operation the
    hooks of before stay where they were: with the value of before.

    Raises:
        RuntimeError: the tensor does not require grad.
    """
    _check_wants_grad(self)
    if self.grad_fn is not None:
        table = self.grad_fn.own_hooks().on_tensor(self.output_nr)
    else:
        if self.hooks is None:
            self.hooks = Table()
        table = self.hooks
    return RemovableHandle(table, hook)


def register_post_accumulate_grad_hook(
    self: Tensor, hook: Callable[[Tensor], None]
) -> RemovableHandle:
    """Call ``hook(leaf)`` whenever this leaf's ``.grad`` has got its sum.

    Raises:
        RuntimeError: the tensor does not require grad, or is not a leaf.
    """
    _check_wants_grad(self)
    if self.grad_fn is not None:
        raise RuntimeError(
            "post accumulate grad hooks cannot be registered on non-leaf tensors"
        )
    if self.post_accumulate_hooks is None:
        self.post_accumulate_hooks = Table()
    return RemovableHandle(self.post_accumulate_hooks, hook)


def _check_wants_grad(tensor: Tensor) -> None:
    if not tensor.requires_grad:
        raise RuntimeError(
            "cannot register a hook on a tensor that doesn't require gradient"
        )


# calling


def call(hooks: Mapping[int, Callable[..., Any]], given: Tensor | None) -> Any:
    """Each hook sees what the one before it left; a hook that returns None, nothing.

    Raises:
        TypeError: a hook returned something that is not a tensor.
        RuntimeError: a hook returned a tensor of another shape or type.
    """
    for hook in list(hooks.values()):
        result = hook(given)
        if result is not None and result is not given:
            _check_like(given, result, hook)
            given = result
    return given


def call_node(
    hooks: Mapping[int, Callable[..., Any]],
    given: tuple[Tensor | None, ...],
    *others: tuple[Tensor | None, ...],
) -> tuple[Tensor | None, ...]:
    """The hooks of a node: likewise, with all its gradients in a tuple.

    Raises:
        TypeError: a hook returned something that is not a tuple of tensors.
        RuntimeError: a hook returned too few or too many, or another shape or type.
    """
    for hook in list(hooks.values()):
        result = hook(given, *others)
        if result is None or result is given:
            continue
        if not isinstance(result, tuple):
            raise TypeError(
                f"expected tuple, but hook returned '{type(result).__name__}'"
            )
        if len(result) != len(given):
            raise RuntimeError(
                f"hook '{_name(hook)}' has returned an incorrect number of values "
                f"(got {len(result)}, but expected {len(given)})"
            )
        for before, after in zip(given, result, strict=True):
            if after is not None:
                _check_like(before, after, hook)
        given = result
    return given


def _check_like(given: Tensor | None, result: Any, hook: Callable[..., Any]) -> None:
    from autoviz.core.tensor import Tensor

    if given is None:
        raise RuntimeError("can't replace a None gradient with a non-None value")
    if not isinstance(result, Tensor):
        raise TypeError(
            f"expected Variable, but hook returned '{type(result).__name__}'"
        )
    if result.dtype is not given.dtype:
        raise RuntimeError(
            f"hook '{_name(hook)}' has changed the type of value (was "
            f"{given.dtype.legacy} got {result.dtype.legacy})"
        )
    if result.shape != given.shape:
        raise RuntimeError(f"hook '{_name(hook)}' has changed the size of value")


def _name(hook: Callable[..., Any]) -> str:
    return getattr(hook, "__name__", "<unknown>")
