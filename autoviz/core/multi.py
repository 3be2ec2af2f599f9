"""Hooks on more than one tensor, and on everything that is saved.

``register_multi_grad_hook`` waits until several gradients are there. The hook of each
tensor puts its gradient down; the last one calls. How many to wait for is asked of
the running pass: a tensor that it does not reach is not waited for.

``saved_tensors_hooks`` puts something else in the place of what nodes save
(``saved``), for the time of a with-block.

Next: ``function``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from autoviz.core.hooks import RemovableHandle, register_hook
from autoviz.core.modes import state
from autoviz.core.passes import GradientEdge

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = [
    "disable_saved_tensors_hooks",
    "register_multi_grad_hook",
    "saved_tensors_hooks",
]


class _MultiHandle:
    """Removes several hooks at once."""

    def __init__(self, handles: tuple[RemovableHandle, ...]) -> None:
        self.handles = handles

    def remove(self) -> None:
        for handle in self.handles:
            handle.remove()

    def __enter__(self) -> _MultiHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def register_multi_grad_hook(
    tensors: Sequence[Tensor], fn: Callable[..., None], *, mode: str = "all"
) -> _MultiHandle:
    """Call ``fn`` once in a pass, with the gradients of all ``tensors`` in a list.

    None stands for those that the pass does not reach. With ``mode="any"`` it is
    called with the first gradient there is.

    Raises:
        ValueError: another mode.
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    register = _register_all if mode == "all" else _register_any
    return _MultiHandle(tuple(register(tensors, fn)))


def _register_all(
    tensors: Sequence[Tensor], fn: Callable[..., None]
) -> Generator[RemovableHandle, None, None]:
    nodes = [_node(each) for each in tensors]
    passes: dict[int, list[Any]] = {}

    def arrived(gradient: Tensor, *, index: int) -> None:
        running = state.running
        if running is None:
            raise AssertionError(
                "expected this hook to be called inside a backward call"
            )
        if running.number not in passes:
            waits_for = sum(running.will_run(node) for node in nodes)
            passes[running.number] = [waits_for, [None] * len(nodes)]
        noted = passes[running.number]
        noted[0] -= 1
        noted[1][index] = gradient
        if noted[0] == 0:
            fn(noted[1])
            del passes[running.number]

    for index, tensor in enumerate(tensors):
        yield register_hook(tensor, functools.partial(arrived, index=index))


def _register_any(
    tensors: Sequence[Tensor], fn: Callable[..., None]
) -> Generator[RemovableHandle, None, None]:
    called: list[int] = [-1]  # in which pass

    @functools.wraps(fn)
    def arrived(gradient: Tensor) -> None:
        if called[0] != state.running.number:
            called[0] = state.running.number
            fn(gradient)

    for tensor in tensors:
        if tensor.requires_grad:
            yield register_hook(tensor, arrived)


def _node(tensor: Tensor | GradientEdge) -> Any:
    if isinstance(tensor, GradientEdge):
        return tensor.node
    node = tensor.gradient_edge()
    if node is None:
        raise AssertionError("Expected gradient function to be set")
    return node


class saved_tensors_hooks:
    """Inside, nodes keep what ``pack_hook`` makes of a tensor, in its place.

    When it is needed, ``unpack_hook`` has to make a tensor of it again. Only the
    innermost pair is used.
    """

    def __init__(
        self, pack_hook: Callable[[Tensor], Any], unpack_hook: Callable[[Any], Tensor]
    ) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self) -> None:
        if state.saved_tensors_hooks_disabled is not None:
            raise RuntimeError(state.saved_tensors_hooks_disabled)
        pair = (self.pack_hook, self.unpack_hook)
        state.saved_tensors_hooks = (*state.saved_tensors_hooks, pair)

    def __exit__(self, *_: object) -> None:
        state.saved_tensors_hooks = state.saved_tensors_hooks[:-1]


@contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Generator[None, None, None]:
    """Inside, ``saved_tensors_hooks`` raises a RuntimeError with this message."""
    before = state.saved_tensors_hooks_disabled
    if state.saved_tensors_hooks:
        raise RuntimeError(error_message)
    state.saved_tensors_hooks_disabled = error_message
    try:
        yield
    finally:
        state.saved_tensors_hooks_disabled = before
