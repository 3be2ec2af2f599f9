"""``apply``: how one operation runs.

Run the forward function on the arrays; if grad is on and an input wants a
gradient, link a ``Node`` behind the result; tell the observer. Every operation of
the core, in a learner's program and in a vjp, goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload

import numpy as np

from autoviz.core import inplace
from autoviz.core.dtypes import Array, Dtype, get_default_dtype, result_dtype
from autoviz.core.modes import state
from autoviz.core.node import Edge, Node, Op, SeveralNode
from autoviz.core.quiet import quietly
from autoviz.core.saved import save
from autoviz.core.strides import geometry
from autoviz.core.tensor import Tensor
from autoviz.core.views import looking_at

__all__ = ["apply", "apply_in_place", "why_untracked", "wrong_type"]

AnyNode = TypeVar("AnyNode", bound=Node)

_NONE: Mapping[str, Any] = {}
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
        made = op.forward(*operands, **arguments)
        return made[0] if op.aside else made
    if len(tensors) < len(operands):
        _check_types(op, operands, is_number_allowed=bool(tensors))
    result = quietly(_compute, op, operands, arguments)
    if op.makes_several:
        return _several(op, operands, arguments, result)
    result, *aside = result if op.aside else (result,)
    output = _wrap(op, operands[0], np.asarray(result))
    reason = why_untracked(op, operands, output.dtype)
    if reason is None:
        output.node = _link(Node, op, operands, arguments, output)
        _save_results(output.node, (output,))
        for name, array in zip(op.aside, aside, strict=True):
            kept = Tensor(array)
            output.node.saved[name] = save(kept)
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
    reason = why_untracked(op, operands, outputs[0].dtype)
    if reason is None:
        node = _link(SeveralNode, op, operands, arguments, outputs[0])
        node.likes = tuple((each.array.shape, each.dtype) for each in outputs)
        for number, each in enumerate(outputs):
            if each.dtype.is_floating_point:
                each.node, each.output_nr = node, number
        _save_results(node, outputs)
    if state.observer:
        state.observer.forward(op, operands, arguments, outputs, reason, False)
    return outputs


def apply_in_place(op: Op, target: Tensor, *operands: Any, **arguments: Any) -> Tensor:
    """Run ``op`` and write the result into ``target``.

    Raises:
        RuntimeError: ``target`` must not be written to (``inplace`` says why), or the
            result does not fit its shape or type.
    """
    if state.observer:
        state.observer.writing(target)
    everyone = (target, *operands)
    reason = why_untracked(op, everyone, target.dtype)
    if reason is None:
        inplace.check_history(target)
    inplace.check_memory(op, target, operands)
    with np.errstate(all="ignore"):
        result = np.asarray(_compute(op, everyone, arguments))
        inplace.check_fits(target, result)
        result = result.astype(target.array.dtype, copy=False)
    if reason is None:
        node = _link(Node, op, everyone, arguments, target, in_place=True)
    target.array[...] = result
    target.storage.written()
    if reason is None:
        _save_results(node, (target,))
        inplace.rebase_history(target, node)
    if state.observer:
        state.observer.forward(op, everyone, arguments, target, reason, True)
    return target


def _check_types(op: Op, operands: Sequence[Any], *, is_number_allowed: bool) -> None:
    allowed = Tensor | _NUMBER if is_number_allowed else Tensor
    for position, each in enumerate(operands, start=1):
        name = op.inputs[position - 1] if position > 1 else "input"
        if not isinstance(each, allowed) and not (each is None and name in op.optional):
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
        dtype = _only_type(operands[:alike])
        if dtype is None:
            dtype = _common_dtype(op, operands[:alike], arguments)
        wanted = dtype.numpy
        for position, each in enumerate(arrays[:alike]):
            if each is None or (isinstance(each, np.ndarray) and each.dtype is wanted):
                continue
            arrays[position] = np.asarray(each).astype(wanted)
    return op.forward(*arrays, **arguments)


def _only_type(operands: Sequence[Any]) -> Dtype | None:
    """The floating type of all tensors, if there is just one: no number changes it."""
    found = None
    for each in operands:
        if isinstance(each, Tensor):
            if found is not None and each.dtype is not found:
                return None
            found = each.dtype
    return found if found is not None and found.is_floating_point else None


def _common_dtype(
    op: Op, operands: Sequence[Any], arguments: Mapping[str, Any]
) -> Dtype:
    dimensioned, zero_dim = [], []
    given = (arguments[name] for name in op.scalars)
    numbers = [each for each in given if each is not None]
    for each in operands:
        if not isinstance(each, Tensor):
            if each is not None:
                numbers.append(each)
        elif each.array.ndim:
            dimensioned.append(each.dtype)
        else:
            zero_dim.append(each.dtype)
    result = result_dtype(dimensioned, zero_dim, numbers)
    wants_float = op.dtype == "float" and not result.is_floating_point
    return get_default_dtype() if wants_float else result


def _wrap(op: Op, first: Any, result: Array) -> Tensor:
    if not op.view:
        return Tensor(result)
    # What cannot be differentiated (detach) shares the memory, and nothing else.
    view_of = looking_at(first, several=op.makes_several) if op.grads else None
    return Tensor(result, storage=first.storage, view_of=view_of)


def why_untracked(op: Op, operands: Sequence[Any], dtype: Dtype) -> str | None:
    """None if the operation is to be recorded, else the reason why not."""
    for each in operands:
        if isinstance(each, Tensor) and each.requires_grad:
            break
    else:
        return "no input requires grad"
    if not op.grads:
        return op.name if op.view else f"the result is {dtype.name}"
    if state.inference_mode:
        return "inference_mode"
    if not state.grad_enabled:
        return "no_grad"
    return None


def _link(
    kind: type[AnyNode],
    op: Op,
    operands: Sequence[Any],
    arguments: Mapping[str, Any],
    output: Tensor,
    *,
    in_place: bool = False,
) -> AnyNode:
    """The node behind ``output``: edges to the inputs, what they need saved.

    Of a tensor that is about to be written to, a copy is saved.

    Raises:
        RuntimeError: whole numbers came of numbers that want a gradient.
    """
    if not output.dtype.is_floating_point:
        raise RuntimeError(f"Autograd not support dtype: {output.dtype.scalar_type}")
    edges: list[Edge] = []
    for each in operands[: len(op.grads)]:
        wanted = isinstance(each, Tensor) and each.requires_grad
        edges.append((each.gradient_edge(), each.output_nr) if wanted else (None, 0))
    needs = op.needs([target is not None for target, _ in edges])
    saved: dict[str, Any] = {}
    for name, position in op.saved_inputs:
        if name in needs:
            each = operands[position]
            kept = inplace.copied(each) if in_place and position == 0 else each
            saved[name] = save(kept) if isinstance(kept, Tensor) else kept
    known = arguments or _NONE
    if "self_sizes" in needs:
        known = {**known, "self_sizes": operands[0].array.shape}
    if "self_geometry" in needs:
        known = {**known, "self_geometry": geometry(operands[0].array)}
    return kind(op, tuple(edges), saved, known, output.array.shape, output.dtype)


def _save_results(node: Node, outputs: Sequence[Tensor]) -> None:
    for name in node.op.kept_results:
        number = node.op.results.index(name)
        node.saved[name] = save(outputs[number], result_nr=number)
