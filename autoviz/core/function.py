"""``Function``: an operation of the learner's own, with its own derivative.

``forward`` computes the result and notes on ``ctx`` what the derivative will need;
``backward`` is given the gradient of the result, and returns one for each argument::

    class Square(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return 2 * x * g

    y = Square.apply(x)

Nothing of what ``forward`` computes is recorded: in the graph there is one node,
``SquareBackward``. What ``backward`` computes is, with ``create_graph``.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autoviz.core import inplace
from autoviz.core.context import FunctionCtx
from autoviz.core.dtypes import float32
from autoviz.core.modes import state, unrecorded
from autoviz.core.node import AccumulateGrad, Node, SeveralNode
from autoviz.core.op import Op
from autoviz.core.sentences import (
    DIRTY_NO_INPUT,
    DIRTY_NOT_RETURNED,
    DIRTY_VIEW_OF_SEVERAL,
    INPUT_IS_SAVED,
    LEGACY_FUNCTION,
    NOT_TO_INSTANTIATE,
)
from autoviz.core.tensor import Tensor, wrap
from autoviz.core.views import looking_at, move_retaining

__all__ = ["Function", "once_differentiable"]


class Function:
    """Subclass it, write ``forward`` and ``backward``, and call ``apply``."""

    def __init__(self, *_: Any, **__: Any) -> None:
        text = NOT_TO_INSTANTIATE.format(type(self))
        warnings.warn(text, DeprecationWarning, stacklevel=2)

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError(LEGACY_FUNCTION)

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        """Compute the result: ``forward(ctx, *args)``.

        With a ``setup_context`` of its own, without ``ctx``.
        """
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        """Note on ``ctx`` what ``backward`` will need, after ``forward``."""
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """One gradient for each argument of ``forward``; None for what has none."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom "
            "autograd.Function to use it with backward mode AD."
        )

    vjp = backward

    @staticmethod
    def jvp(ctx: Any, *grad_inputs: Any) -> Any:
        """For forward-mode derivatives, which the core does not have."""
        raise NotImplementedError(
            "You must implement the jvp function for custom autograd.Function to use "
            "it with forward mode AD."
        )

    @staticmethod
    def vmap(info: Any, in_dims: Any, *args: Any) -> Any:
        """For ``torch.vmap``, which the core does not have."""
        raise NotImplementedError(
            "To use autograd.Function with vmap, you must either override the vmap "
            "staticmethod or set generate_vmap_rule=True."
        )

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Run ``forward``, and link one node behind what it returns.

        Raises:
            RuntimeError: what ``forward`` wrote to in place does not allow that.
        """
        has_setup = cls.setup_context is not Function.setup_context
        if has_setup:
            bound = inspect.signature(cls.forward).bind(*args, **kwargs)
            bound.apply_defaults()
            args, kwargs = bound.args, bound.kwargs
        ctx = FunctionCtx(cls, args)
        is_recorded = any(ctx.needs_input_grad) and state.grad_enabled
        with unrecorded():
            if has_setup:
                output = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, output)
            else:
                output = cls.forward(ctx, *args, **kwargs)
        for each in ctx.dirty_tensors or ():
            each.storage.written()
        several = output if isinstance(output, tuple) else (output,)
        linked = _Linking(ctx, args, several, is_recorded, has_setup).outputs()
        if is_recorded:
            ctx.keep()
            _tell(ctx, args, linked)
        return linked if isinstance(output, tuple) else linked[0]

    @classmethod
    def _backward_function(cls) -> Callable[..., Any]:
        has_vjp = cls.vjp is not Function.vjp
        if has_vjp and cls.backward is not Function.backward:
            raise RuntimeError(
                "Implementing both 'backward' and 'vjp' for a custom Function is not "
                "allowed. You should only implement one of them."
            )
        return cls.vjp if has_vjp else cls.backward


def _is_in(tensor: Tensor, some: Sequence[Any] | None) -> bool:
    return any(each is tensor for each in some or ())


class _Linking:
    """What becomes of the tensors that one ``forward`` has returned."""

    def __init__(
        self,
        ctx: FunctionCtx,
        args: Sequence[Any],
        returned: Sequence[Any],
        is_recorded: bool,
        has_setup: bool,
    ) -> None:
        self._ctx = ctx
        self._inputs = [each for each in args if isinstance(each, Tensor)]
        self._returned = returned
        self._is_recorded = is_recorded
        self._kept_in_setup = ctx.to_save if has_setup and is_recorded else ()

    def outputs(self) -> tuple[Any, ...]:
        """The tensors, linked to the node; what is no tensor stays as it is."""
        ctx = self._ctx
        ctx.made(self._returned)
        linked = tuple(
            self._link(each, number) if isinstance(each, Tensor) else each
            for number, each in enumerate(self._returned)
        )
        made = [each for each in linked if isinstance(each, Tensor)]
        if sum(each.node is ctx for each in made) > 1:
            for each in made:
                if each.view_of is not None:
                    each.view_of.origin = "several"
        if not all(_is_in(each, self._returned) for each in ctx.dirty_tensors or ()):
            raise RuntimeError(DIRTY_NOT_RETURNED)
        return linked

    def _link(self, tensor: Tensor, output_nr: int) -> Tensor:
        ctx = self._ctx
        is_input = _is_in(tensor, self._inputs)
        is_dirty = _is_in(tensor, ctx.dirty_tensors)
        has_derivative = (
            self._is_recorded
            and tensor.dtype.is_floating_point
            and not _is_in(tensor, ctx.non_differentiable)
        )
        if is_input and not is_dirty and _is_in(tensor, self._kept_in_setup):
            raise RuntimeError(INPUT_IS_SAVED)
        if not has_derivative:
            tensor = _without_derivative(tensor, is_input, is_dirty)
        elif is_dirty:
            self._rebase(tensor, output_nr, is_input)
        else:
            tensor = _as_view_of_itself(tensor) if is_input else tensor
            tensor.set_history(ctx, output_nr)
        if tensor.view_of is not None and not (is_input and is_dirty):
            tensor.view_of.origin = "function"
        return tensor

    def _rebase(self, tensor: Tensor, output_nr: int, is_input: bool) -> None:
        """What ``forward`` has written to goes on as a result of it."""
        ctx = self._ctx
        if tensor.node is None and tensor.requires_grad:
            raise RuntimeError(
                "a leaf Variable that requires grad has been used in an in-place "
                "operation."
            )
        if not is_input:
            warnings.warn(DIRTY_NO_INPUT, UserWarning, stacklevel=5)
        if tensor.view_of is not None:
            if len(self._returned) > 1:
                raise RuntimeError(DIRTY_VIEW_OF_SEVERAL)
            inplace.rebase_history(tensor, ctx)
            return
        move_retaining(tensor, tensor.node, ctx)
        tensor.held_grad = None
        tensor.set_history(ctx, output_nr)


def _without_derivative(tensor: Tensor, is_input: bool, is_dirty: bool) -> Tensor:
    if tensor.requires_grad:
        if is_input:
            return tensor.detach()
        if tensor.view_of is None:
            tensor.set_history(None)
            tensor.requires_grad = False
    elif is_input and not is_dirty:
        return _as_view_of_itself(tensor)
    return tensor


def _as_view_of_itself(tensor: Tensor) -> Tensor:
    """An input that ``forward`` returns as it is comes out as another tensor."""
    with unrecorded():
        view_of = looking_at(tensor)
    return wrap(tensor.array, storage=tensor.storage, view_of=view_of)


def _tell(ctx: FunctionCtx, args: Sequence[Any], outputs: Sequence[Any]) -> None:
    """The observer is told of one operation, with tensors going in and out."""
    if not state.observer or not any(isinstance(each, Tensor) for each in outputs):
        return
    inputs = [each for each in args if isinstance(each, Tensor)]
    made = tuple(each if isinstance(each, Tensor) else _nothing() for each in outputs)
    in_place = len(made) == 1 and _is_in(made[0], inputs)
    told = made[0] if len(made) == 1 else made
    state.observer.forward(ctx.table_row(), inputs, {}, told, None, in_place)


def _nothing() -> Tensor:
    return wrap(np.zeros(()))


class _Refusal(SeveralNode):
    """Behind what a ``once_differentiable`` function returned: it cannot run."""

    def backward(self, arrived: Sequence[Any], *, create_graph: bool = False) -> Any:
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with "
            "@once_differentiable"
        )


def once_differentiable(function: Callable[..., Any]) -> Callable[..., Any]:
    """For a ``backward`` that is not to be differentiated itself.

    What it computes is not recorded, and going back through it is an error.
    """

    @functools.wraps(function)
    def once(ctx: FunctionCtx, *args: Any, **kwargs: Any) -> Any:
        with unrecorded():
            outputs = function(ctx, *args, **kwargs)
        given = [each for each in args if isinstance(each, Tensor)]
        if not state.grad_enabled or not any(each.requires_grad for each in given):
            return outputs
        if isinstance(outputs, tuple):
            return _refusing(outputs)
        return _refusing((outputs,))[0]

    return once


def _refusing(outputs: tuple[Tensor | None, ...]) -> tuple[Tensor | None, ...]:
    nodes: list[AccumulateGrad | Node | None] = []
    for each in outputs:
        leaf = None if each is None else wrap(each.array, requires_grad=True)
        nodes.append(None if leaf is None else leaf.gradient_edge())
    inputs = tuple(f"input {number}" for number in range(len(outputs)))
    row = Op("error", "Error", inputs, lambda self: self, (), "error()")
    numbers = (0,) * len(nodes)
    node = _Refusal(row.plan(0), tuple(nodes), numbers, (), {}, (), float32)
    node.likes = tuple(
        ((), float32) if each is None else (each.array.shape, each.dtype)
        for each in outputs
    )
    made: list[Tensor | None] = []
    for number, each in enumerate(outputs):
        twin = None if each is None else wrap(each.array, grad_fn=node)
        if twin is not None:
            twin.output_nr = number
        made.append(twin)
    return tuple(made)
