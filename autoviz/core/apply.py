"""``apply``: how one operation runs.

Run the forward function on the arrays; if grad is on and an input wants a
gradient, link a ``Node`` behind the result; tell the observer. Every operation of
the core, in a learner's program and in a vjp, goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload

import numpy as np

from autoviz.core.dtypes import Array, Dtype, dtype_of, float32, result_dtype
from autoviz.core.modes import state
from autoviz.core.node import Edge, Node, Op, SavedTensor, SeveralNode
from autoviz.core.sentences import VIEW_BORN_IN_NO_GRAD, VIEW_OF_LEAF
from autoviz.core.tensor import Tensor

__all__ = ["apply", "apply_in_place", "wrong_type"]

AnyNode = TypeVar("AnyNode", bound=Node)

_ARRAY = np.ndarray | np.generic
_NUMBER = int | float | np.number | np.bool_


@overload
def apply(op: Op, first: Tensor, /, *others: Any, **arguments: Any) -> Tensor: ...


@overload
def apply(op: Op, *operands: Any, **arguments: Any) -> Any: ...


def apply(op: Op, *operands: Any, **arguments: Any) -> Any:
    """Run ``op`` on tensors and numbers, and record it if it is to be.

    On plain arrays it only computes: a vjp is written once, with the table's own
    operations, and runs on arrays.

    Raises:
        TypeError: an operand is neither.
    """
    tensors = [each for each in operands if isinstance(each, Tensor)]
    if not tensors and any(isinstance(each, _ARRAY) for each in operands):
        return op.forward(*operands, **arguments)
    if len(tensors) < len(operands):
        _check_types(op, operands, is_number_allowed=bool(tensors))
    with np.errstate(all="ignore"):
        result = _compute(op, operands, arguments)
    if op.makes_several:
        return _several(op, operands, arguments, result)
    output = _wrap(op, operands[0], np.asarray(result))
    reason = _why_untracked(op, operands, output.dtype)
    if reason is None:
        output.grad_fn = _link(Node, op, operands, arguments, output)
        _save_results(output.grad_fn, (output,))
    if state.observer:
        state.observer.forward(op, operands, arguments, output, reason, False)
    return output


def _several(
    op: Op,
    operands: Sequence[Any],
    arguments: Mapping[str, Any],
    results: Sequence[Array],
) -> tuple[Tensor, ...]:
    """The tensors of one operation that makes several; they share a node."""
    outputs = tuple(_wrap(op, operands[0], np.asarray(each)) for each in results)
    reason = _why_untracked(op, operands, outputs[0].dtype)
    if reason is None:
        node = _link(SeveralNode, op, operands, arguments, outputs[0])
        node.likes = tuple((each.array.shape, each.dtype) for each in outputs)
        for number, each in enumerate(outputs):
            if each.dtype.is_floating_point:
                each.grad_fn, each.output_nr = node, number
        _save_results(node, outputs)
    if state.observer:
        state.observer.forward(op, operands, arguments, outputs, reason, False)
    return outputs


def apply_in_place(op: Op, target: Tensor, *operands: Any, **arguments: Any) -> Tensor:
    """Run ``op`` and write the result into ``target``.

    Raises:
        RuntimeError: ``target`` is a leaf that requires grad, or a view of one;
            the result does not fit its shape or type.
        NotImplementedError: ``target`` is a view whose write would be recorded.
    """
    if state.observer:
        state.observer.writing(target)
    everyone = (target, *operands)
    reason = _why_untracked(op, everyone, target.dtype)
    _check_writable(target, recorded=reason is None)
    with np.errstate(all="ignore"):
        result = np.asarray(_compute(op, everyone, arguments))
        _check_fits(target, result)
        result = result.astype(target.array.dtype, copy=False)
    if reason is None:
        before = Tensor(target.array.copy(), grad_fn=target.grad_fn)
        node = _link(Node, op, (before, *operands), arguments, target)
    target.array[...] = result
    target.storage.version += 1
    if reason is None:
        _save_results(node, (target,))
        _replace_grad_fn(target, node)
    if state.observer:
        state.observer.forward(op, everyone, arguments, target, reason, True)
    return target


def _check_types(op: Op, operands: Sequence[Any], *, is_number_allowed: bool) -> None:
    allowed = Tensor | _NUMBER if is_number_allowed else Tensor
    for position, each in enumerate(operands, start=1):
        if not isinstance(each, allowed):
            name = op.inputs[position - 1] if position > 1 else "input"
            raise wrong_type(op.name, name, position, each)


def wrong_type(function: str, name: str, position: int, given: Any) -> TypeError:
    """The error for what should have been a tensor."""
    return TypeError(
        f"{function}(): argument '{name}' (position {position}) must be Tensor, not "
        f"{type(given).__name__}"
    )


def _compute(op: Op, operands: Sequence[Any], arguments: Mapping[str, Any]) -> Any:
    arrays: list[Any] = [
        each.array if isinstance(each, Tensor) else each for each in operands
    ]
    if op.dtype != "same":
        alike = len(op.grads) or len(arrays)  # a condition keeps its own type
        wanted = _common_dtype(op, operands[:alike], arguments).numpy
        for position, each in enumerate(arrays[:alike]):
            if not isinstance(each, np.ndarray) or each.dtype != wanted:
                arrays[position] = np.asarray(each).astype(wanted)
    return op.forward(*arrays, **arguments)


def _common_dtype(
    op: Op, operands: Sequence[Any], arguments: Mapping[str, Any]
) -> Dtype:
    dimensioned, zero_dim = [], []
    numbers = [arguments[name] for name in op.scalars]
    for each in operands:
        if not isinstance(each, Tensor):
            numbers.append(each)
        elif each.array.ndim:
            dimensioned.append(each.dtype)
        else:
            zero_dim.append(each.dtype)
    result = result_dtype(dimensioned, zero_dim, numbers)
    wants_float = op.dtype == "float" and not result.is_floating_point
    return float32 if wants_float else result


def _wrap(op: Op, first: Any, result: Array) -> Tensor:
    if not op.view:
        return Tensor(result)
    base = first if first._base is None else first._base
    view = Tensor(result, storage=first.storage, base=base)
    view.born_in_no_grad = first.born_in_no_grad or not state.grad_enabled
    return view


def _why_untracked(op: Op, operands: Sequence[Any], dtype: Dtype) -> str | None:
    """None if the operation is to be recorded, else the reason why not."""
    tensors = [each for each in operands if isinstance(each, Tensor)]
    if not any(each.requires_grad for each in tensors):
        return "no input requires grad"
    if not op.grads:
        return op.name if op.view else f"the result is {dtype.name}"
    if not state.grad_enabled:
        return "no_grad"
    return None


def _link(
    kind: type[AnyNode],
    op: Op,
    operands: Sequence[Any],
    arguments: Mapping[str, Any],
    output: Tensor,
) -> AnyNode:
    """The node behind ``output``: edges to the inputs, what they need saved."""
    edges: list[Edge] = []
    for each in operands[: len(op.grads)]:
        wanted = isinstance(each, Tensor) and each.requires_grad
        edges.append((each.gradient_edge(), each.output_nr) if wanted else (None, 0))
    needs = op.needs([target is not None for target, _ in edges])
    saved: dict[str, Any] = {}
    for name, each in zip(op.inputs, operands, strict=True):
        if name in needs:
            saved[name] = _save(each, each) if isinstance(each, Tensor) else each
    known = dict(arguments)
    if "self_sizes" in needs:
        known["self_sizes"] = operands[0].array.shape
    return kind(op, tuple(edges), saved, known, output.array.shape, output.dtype)


def _save_results(node: Node, outputs: Sequence[Tensor]) -> None:
    for name in node.op.kept_results:
        number = node.op.results.index(name)
        node.saved[name] = _save(outputs[number], None, number)


def _replace_grad_fn(target: Tensor, node: Node) -> None:
    """After an in-place operation; ``retain_grad()`` goes along."""
    if target.grad_fn is not None and target.retains_grad:
        assert target.grad_fn.hooks is not None
        retains = target.grad_fn.hooks.retains
        node.own_hooks().retains[0] = retains.pop(target.output_nr)
    target.grad_fn, target.output_nr = node, 0
    target._requires_grad = False


def _save(kept: Tensor, handle: Tensor | None, output_nr: int = 0) -> SavedTensor:
    return SavedTensor(kept.array, kept.dtype, kept.storage, handle, output_nr)


def _check_writable(target: Tensor, *, recorded: bool) -> None:
    if not recorded:
        _check_one_place_each(target)
        return
    if target._base is not None:
        if target.born_in_no_grad:
            raise RuntimeError(VIEW_BORN_IN_NO_GRAD)
        if target.requires_grad and target._base.is_leaf:
            raise RuntimeError(VIEW_OF_LEAF)
    if target.requires_grad and target.is_leaf:
        raise RuntimeError(
            "a leaf Variable that requires grad is being used in an in-place operation."
        )
    if target._base is not None:
        raise NotImplementedError(
            "an in-place operation on a view that autograd records is not in "
            "autoviz's numpy core yet"
        )


def _check_one_place_each(target: Tensor) -> None:
    array = target.array
    for length, stride in zip(array.shape, array.strides, strict=True):
        if length > 1 and stride == 0 and array.size:
            raise RuntimeError(
                "unsupported operation: more than one element of the written-to "
                "tensor refers to a single memory location. Please clone() the tensor "
                "before performing the operation."
            )


def _check_fits(target: Tensor, result: Array) -> None:
    if result.shape != target.array.shape:
        raise RuntimeError(
            f"output with shape {list(target.shape)} doesn't match the broadcast shape "
            f"{list(result.shape)}"
        )
    if dtype_of(result).kind > target.dtype.kind:
        raise RuntimeError(
            f"result type {dtype_of(result).scalar_type} can't be cast to the desired "
            f"output type {target.dtype.scalar_type}"
        )
