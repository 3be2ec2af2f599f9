"""Calling a module: ``forward``, and on both sides of it whoever listens.

``model(x)`` is ``model.forward(x)`` and more: *forward pre-hooks* see what goes in, and
may change it; *forward hooks* see what came out. *Full backward hooks* see the
gradients of both, in ``backward()``; how is told in ``backward_hooks``. An observer is
told where a module is entered and left, so that it knows what belongs together.

Next: ``backward_hooks``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autoviz.core.hooks import RemovableHandle, Table
from autoviz.core.modes import state
from autoviz.core.tensor import Tensor
from autoviz.nn.modules.backward_hooks import BackwardHook

if TYPE_CHECKING:
    from autoviz.nn.modules.module import Module

__all__ = [
    "Call",
    "has_hooks",
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "register_full_backward_pre_hook",
]

Hook = Callable[..., Any]


def has_hooks(module: Module) -> bool:
    """Whether it has any; if not, calling it is calling ``forward``."""
    return bool(
        module._backward_hooks
        or module._backward_pre_hooks
        or module._forward_hooks
        or module._forward_pre_hooks
    )


class Call:
    """One call of a module that somebody listens to."""

    def __init__(
        self, module: Module, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self._module = module
        self._args = args
        self._kwargs = kwargs
        self._result: Any = None
        self._has_heard: set[int] = set()
        self._backward: BackwardHook | None = None

    def run(self) -> Any:
        """What the module returns, after all hooks."""
        try:
            self._forward()
            self._after()
        except Exception:
            self._after_failure()
            raise
        if self._backward is None:
            return self._result
        if not isinstance(self._result, Tensor | tuple):
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or "
                f"a tuple of Tensors but received {type(self._result)}",
                stacklevel=3,
            )
        return self._backward.after(self._result)

    def _forward(self) -> None:
        module, observer = self._module, state.observer
        if observer is not None:
            observer.module_entered(module)
        try:
            self._before()
            hooks, pre_hooks = module._backward_hooks, module._backward_pre_hooks
            if hooks or pre_hooks:
                self._backward = BackwardHook(module, hooks, pre_hooks)
                self._args = self._backward.before(self._args)
            self._result = module.forward(*self._args, **self._kwargs)
        finally:
            if observer is not None:
                observer.module_left(module, self._result)

    def _before(self) -> None:
        module = self._module
        for number, hook in list(module._forward_pre_hooks.items()):
            if number not in module._forward_pre_hooks_with_kwargs:
                changed = hook(module, self._args)
                if changed is not None:
                    is_several = isinstance(changed, tuple)
                    self._args = changed if is_several else (changed,)
                continue
            changed = hook(module, self._args, self._kwargs)
            if changed is None:
                continue
            if not isinstance(changed, tuple) or len(changed) != 2:
                raise RuntimeError(
                    "forward pre-hook must return None or a tuple of (new_args, "
                    f"new_kwargs), but got {changed}."
                )
            self._args, self._kwargs = changed

    def _after(self) -> None:
        for number, hook in list(self._module._forward_hooks.items()):
            self._has_heard.add(number)
            self._tell(number, hook)

    def _after_failure(self) -> None:
        """Hooks that are to be called always, were they not yet, hear of it."""
        module = self._module
        for number, hook in list(module._forward_hooks.items()):
            if number in self._has_heard:
                continue
            if number not in module._forward_hooks_always_called:
                continue
            try:
                self._tell(number, hook)
            except Exception as error:
                warnings.warn(
                    "module forward hook with ``always_call=True`` raised an exception "
                    "that was silenced as another error was raised in forward: "
                    f"{error}",
                    stacklevel=4,
                )

    def _tell(self, number: int, hook: Hook) -> None:
        module = self._module
        told: list[Any] = [self._args]
        if number in module._forward_hooks_with_kwargs:
            told.append(self._kwargs)
        changed = hook(module, *told, self._result)
        if changed is not None:
            self._result = changed


# registering


def register_forward_pre_hook(
    self: Module, hook: Hook, *, prepend: bool = False, with_kwargs: bool = False
) -> RemovableHandle:
    """Call ``hook(module, args)`` before ``forward``; what it returns goes in."""
    handle = _registered(self._forward_pre_hooks, hook, prepend)
    if with_kwargs:
        self._forward_pre_hooks_with_kwargs.add(handle.id)
    return handle


def register_forward_hook(
    self: Module,
    hook: Hook,
    *,
    prepend: bool = False,
    with_kwargs: bool = False,
    always_call: bool = False,
) -> RemovableHandle:
    """Call ``hook(module, args, output)`` after ``forward``; what it returns comes out.

    With ``always_call`` also if there was an error.
    """
    handle = _registered(self._forward_hooks, hook, prepend)
    if with_kwargs:
        self._forward_hooks_with_kwargs.add(handle.id)
    if always_call:
        self._forward_hooks_always_called.add(handle.id)
    return handle


def register_full_backward_pre_hook(
    self: Module, hook: Hook, prepend: bool = False
) -> RemovableHandle:
    """Call ``hook(module, grad_output)`` when the gradients of the results are there.

    What it returns is used instead.
    """
    return _registered(self._backward_pre_hooks, hook, prepend)


def register_full_backward_hook(
    self: Module, hook: Hook, prepend: bool = False
) -> RemovableHandle:
    """Call ``hook(module, grad_input, grad_output)`` when those of the inputs are, too.

    What it returns is sent on instead of ``grad_input``.
    """
    return _registered(self._backward_hooks, hook, prepend)


def _registered(hooks: Table, hook: Hook, prepend: bool) -> RemovableHandle:
    others = dict(hooks)
    handle = RemovableHandle(hooks, hook)
    if prepend:
        for number, each in others.items():
            del hooks[number]
            hooks[number] = each
    return handle
