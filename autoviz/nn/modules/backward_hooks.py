"""Full backward hooks: the gradients of a module, where they come in and go out.

A node that does nothing is put before the module, and another one behind it:
``BackwardHookFunctionBackward``. All inputs of the module go through the first, all its
results through the second. So each of them sees all gradients at once, and hooks on the
two nodes are all that is needed.

Next: ``states``.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from autoviz.core.function import Function
from autoviz.core.hooks import Table
from autoviz.core.modes import state
from autoviz.core.node import Node
from autoviz.core.tensor import Tensor

if TYPE_CHECKING:
    from autoviz.nn.modules.module import Module

__all__ = ["BackwardHook", "BackwardHookFunction"]

Gradients = tuple[Tensor | None, ...]


class BackwardHookFunction(Function):
    """Passes tensors on as they are, and gradients back."""

    @staticmethod
    def forward(ctx: Any, *args: Tensor) -> tuple[Tensor, ...]:
        frozen = [each for each in args if not each.requires_grad]
        ctx.mark_non_differentiable(*frozen)
        return args

    @staticmethod
    def backward(ctx: Any, *args: Any) -> tuple[Any, ...]:
        return args


class BackwardHook:
    """The hooks of one call of a module."""

    def __init__(self, module: Module, hooks: Table, pre_hooks: Table) -> None:
        self._module = module
        self._hooks = list(hooks.values())
        self._pre_hooks = list(pre_hooks.values())
        self._arrived: Gradients | None = None

    def before(self, args: tuple[Any, ...]) -> Any:
        """What goes into the module in place of ``args``."""
        passed, self._input_places, node = _passed_on(args)
        self._input_count = len(args)

        def hook(grad_inputs: Gradients, _: Gradients) -> Gradients | None:
            return self._inputs_are_there(grad_inputs)

        if node is not None:
            node.register_hook(hook)
        return passed

    def after(self, result: Any) -> Any:
        """What comes out in place of ``result``."""
        several = result if isinstance(result, tuple) else (result,)
        passed, self._output_places, node = _passed_on(several)
        self._output_count = len(several)

        def hook(_: Gradients, grad_outputs: Gradients) -> Gradients:
            return self._outputs_are_there(grad_outputs)

        if node is not None:
            node.register_hook(hook)
        return passed if isinstance(result, tuple) else passed[0]

    def _outputs_are_there(self, gradients: Gradients) -> Gradients:
        arrived = _spread(self._output_places, gradients, self._output_count)
        for hook in self._pre_hooks:
            changed = hook(self._module, arrived)
            if changed is None:
                continue
            if len(changed) != len(arrived):
                raise RuntimeError(
                    "Backward pre hook returned an invalid number of grad_output, got "
                    f"{len(changed)}, but expected {len(arrived)}"
                )
            arrived = changed
        self._arrived = arrived
        if not self._input_places:
            self._without_inputs(arrived)
        return tuple(arrived[place] for place in self._output_places)

    def _without_inputs(self, arrived: Gradients) -> None:
        """No input requires grad: nothing else will come, and nothing can be sent."""
        warnings.warn(NO_INPUTS, stacklevel=5)
        for hook in self._hooks:
            changed = hook(self._module, (None,) * self._input_count, arrived)
            is_nothing = isinstance(changed, tuple) and not any(
                each is not None for each in changed
            )
            if changed is not None and not is_nothing:
                raise RuntimeError(
                    "Backward hook for Modules where no input requires gradient should "
                    "always return None or None for all gradients."
                )
        self._arrived = None

    def _inputs_are_there(self, gradients: Gradients) -> Gradients | None:
        if self._arrived is None:  # they came by another way than through the module
            return None
        sent = _spread(self._input_places, gradients, self._input_count)
        for hook in self._hooks:
            changed = hook(self._module, sent, self._arrived)
            if changed is None:
                continue
            if len(changed) != len(sent):
                raise RuntimeError(
                    "Backward hook returned an invalid number of grad_input, got "
                    f"{len(changed)}, but expected {len(sent)}"
                )
            sent = changed
        self._arrived = None
        return tuple(sent[place] for place in self._input_places)


def _passed_on(things: Sequence[Any]) -> tuple[Any, list[int], Node | None]:
    """The same, tensors sent through a node; where those are, and the node."""
    places = [at for at, each in enumerate(things) if isinstance(each, Tensor)]
    wants_grad = any(things[place].requires_grad for place in places)
    if not (wants_grad and state.grad_enabled):
        return things, [], None
    passed = BackwardHookFunction.apply(*(things[place] for place in places))
    by_place: Mapping[int, Any] = dict(zip(places, passed, strict=True))
    several = tuple(by_place.get(at, each) for at, each in enumerate(things))
    node = next(each.grad_fn for each in passed if each.grad_fn is not None)
    kind = type(things)
    return (several if kind is tuple else kind(*several)), places, node


def _spread(places: list[int], gradients: Gradients, count: int) -> Gradients:
    """Gradients at the places of their tensors, None where there is no tensor."""
    by_place = dict(zip(places, gradients, strict=True))
    return tuple(by_place.get(at) for at in range(count))


NO_INPUTS = (
    "Full backward hook is firing when gradients are computed with respect to module "
    "outputs since no inputs require gradients. See "
    "https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html"
    "#torch.nn.Module.register_full_backward_hook for more details."
)
