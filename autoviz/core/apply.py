"""``apply``: how one operation runs.

Run the forward function on the arrays; if grad is on and an input wants a
gradient, link a ``Node`` behind the result; tell the observer. Every operation of
the core, in a learner's program and in a vjp, goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, overload

import numpy as np

from autoviz.core import inplace
from autoviz.core.dtypes import Array, Dtype, get_default_dtype, result_dtype
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Node, SeveralNode
from autoviz.core.op import Op, Plan
from autoviz.core.quiet import in_silence
from autoviz.core.saved import save
from autoviz.core.strides import geometry
from autoviz.core.tensor import Tensor, wrap
from autoviz.core.views import looking_at

__all__ = ["apply", "apply_in_place", "why_untracked", "wrong_type"]

AnyNode = TypeVar("AnyNode", bound=Node)

_NONE: Mapping[str, Any] = {}
_ARRAY = (np.ndarray, np.generic)
_TENSOR_OR_NUMBER = (Tensor, int, float, np.number, np.bool_)


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
    arrays: list[Any] = []
    result: Any
    dtype, is_alike = None, True
    for each in operands:
        if isinstance(each, Tensor):
            arrays.append(each.array)
            if dtype is None:
                dtype = each.dtype
            elif each.dtype is not dtype:
                is_alike = False
    if dtype is None:
        return _on_arrays(op, operands, arguments)
    if len(arrays) < len(operands):
        _check_types(op, operands, _TENSOR_OR_NUMBER)
    only = dtype if is_alike and dtype.kind == 2 else None
    if only is not None and len(arrays) == len(operands):  # the common case
        result = in_silence().run(op.forward, *arrays, **arguments)
    else:
        result = in_silence().run(_compute, op, operands, arguments, only)
    if op.makes_several:
        return _several(op, operands, arguments, result)
    aside: Sequence[Any] = ()
    if op.aside:
        result, *aside = result
    array = np.asarray(result)
    output = _view(op, operands[0], array) if op.view else wrap(array)
    node = _link(Node, op, operands, arguments, output)
    if node is not None:
        output.node = node
        if node.plan.results or aside:
            _save_results(node, (output,), aside)
    if state.observer is not None:
        reason = None if node is not None else why_untracked(op, operands, output.dtype)
        state.observer.forward(op, operands, arguments, output, reason, False)
    return output


def _on_arrays(op: Op, operands: Sequence[Any], arguments: Mapping[str, Any]) -> Any:
    """In a vjp: only compute."""
    for each in operands:
        if isinstance(each, _ARRAY):
            break
    else:
        _check_types(op, operands, (Tensor,))
    made = op.forward(*operands, **arguments)
    return made[0] if op.aside else made


def _several(
    op: Op,
    operands: Sequence[Any],
    arguments: Mapping[str, Any],
    results: Sequence[Array],
) -> tuple[Tensor, ...]:
    """The tensors of one operation that makes several; they share a node."""
    first, arrays = operands[0], [np.asarray(each) for each in results]
    outputs = tuple(_view(op, first, a) if op.view else wrap(a) for a in arrays)
    node = _link(SeveralNode, op, operands, arguments, outputs[0])
    if node is not None:
        tracked = [each for each in outputs if each.dtype.is_floating_point]
        node.likes = tuple((each.array.shape, each.dtype) for each in tracked)
        for number, each in enumerate(tracked):
            each.node, each.output_nr = node, number
        _save_results(node, outputs)
    if state.observer is not None:
        dtype = outputs[0].dtype
        reason = None if node is not None else why_untracked(op, operands, dtype)
        state.observer.forward(op, operands, arguments, outputs, reason, False)
    return outputs


def apply_in_place(op: Op, target: Tensor, *operands: Any, **arguments: Any) -> Tensor:
    """Run ``op`` and write the result into ``target``.

    Raises:
        RuntimeError: ``target`` must not be written to (``inplace`` says why), or the
            result does not fit its shape or type.
    """
    if state.observer is not None:
        state.observer.writing(target)
    everyone = (target, *operands)
    reason = why_untracked(op, everyone, target.dtype)
    if reason is None:
        inplace.check_history(target)
    inplace.check_memory(op, target, operands)
    with np.errstate(all="ignore"):
        result = np.asarray(_compute(op, everyone, arguments, None))
        inplace.check_fits(target, result)
        result = result.astype(target.array.dtype, copy=False)
    node = _link(Node, op, everyone, arguments, target, in_place=True)
    target.storage.changing()
    target.array[...] = result
    target.storage.written()
    if node is not None:
        _save_results(node, (target,))
        inplace.rebase_history(target, node)
    if state.observer is not None:
        state.observer.forward(op, everyone, arguments, target, reason, True)
    return target


def _check_types(op: Op, operands: Sequence[Any], allowed: tuple[type, ...]) -> None:
    for number, each in enumerate(operands):
        if isinstance(each, allowed):
            continue
        name = op.inputs[number] if number else "input"
        if each is not None or name not in op.optional:
            raise wrong_type(op.name, name, number + 1, each)


def wrong_type(function: str, name: str, position: int, given: Any) -> TypeError:
    """The error for what should have been a tensor."""
    return TypeError(
        f"{function}(): argument '{name}' (position {position}) must be Tensor, not "
        f"{type(given).__name__}"
    )


def _compute(
    op: Op, operands: Sequence[Any], arguments: Mapping[str, Any], dtype: Dtype | None
) -> Any:
    """Bring operands to their common type, if ``op`` wants one, and compute.

    ``dtype`` is the floating type of all tensors, if there is just one: no number
    changes it.
    """
    arrays = [each.array if isinstance(each, Tensor) else each for each in operands]
    if op.dtype == "same":
        return op.forward(*arrays, **arguments)
    alike = len(op.grads) or len(arrays)  # a condition keeps its own type
    if dtype is None:
        dtype = _common_dtype(op, operands[:alike], arguments)
    wanted = dtype.numpy
    for position, each in enumerate(arrays[:alike]):
        if isinstance(each, np.ndarray):
            if each.dtype is not wanted:
                arrays[position] = each.astype(wanted)
        elif dtype.kind == 2 and each is not None:
            arrays[position] = np.array(each, wanted)
        elif each is not None:
            arrays[position] = np.asarray(each).astype(wanted)
    return op.forward(*arrays, **arguments)


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


def _view(op: Op, first: Tensor, result: Array) -> Tensor:
    # What cannot be differentiated (detach) shares the memory, and nothing else.
    view_of = looking_at(first, several=op.makes_several) if op.grads else None
    return wrap(result, storage=first.storage, view_of=view_of)


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
) -> AnyNode | None:
    """The node behind ``output``: where gradients go, and what they need saved.

    None if nothing is to be recorded. Of a tensor that is about to be written to, a
    copy is saved.

    Raises:
        RuntimeError: whole numbers came of numbers that want a gradient.
    """
    if not op.grads or not state.grad_enabled or state.inference_mode:
        return None
    count = len(op.grads)  # a condition comes after those
    inputs = operands if len(operands) == count else operands[:count]
    nodes: list[Node | AccumulateGrad | None] = []
    wanted, bit, is_cut_off, numbers = 0, 1, False, None
    for each in inputs:
        node = None
        if isinstance(each, Tensor):
            node = each.gradient_edge()
            if node is not None:
                wanted += bit
                if each.output_nr:
                    numbers = tuple([getattr(each, "output_nr", 0) for each in inputs])
            elif each.view_of is not None:
                is_cut_off = is_cut_off or each.requires_grad
        nodes.append(node)
        bit += bit
    if not wanted and not is_cut_off:
        return None
    if output.dtype.kind != 2:
        raise RuntimeError(f"Autograd not support dtype: {output.dtype.scalar_type}")
    plan = op.plan(wanted)
    kept: list[Any] = []
    for position in plan.inputs:
        each = operands[position]
        if isinstance(each, Tensor):
            each = save(inplace.copied(each) if in_place and position == 0 else each)
        kept.append(each)
    known = arguments or _NONE
    if plan.asks:
        known = _with_likeness(known, plan, operands[0].array)
    return kind(
        plan,
        tuple(nodes),
        numbers or _zeros(len(nodes)),
        tuple(kept),
        known,
        output.array.shape,
        output.dtype,
    )


def _with_likeness(
    arguments: Mapping[str, Any], plan: Plan, first: Array
) -> Mapping[str, Any]:
    """What a vjp has to know of the first input: its shape, or where it lies."""
    if "self_sizes" in plan.asks:
        arguments = {**arguments, "self_sizes": first.shape}
    if "self_geometry" in plan.asks:
        arguments = {**arguments, "self_geometry": geometry(first)}
    return arguments


@cache
def _zeros(count: int) -> tuple[int, ...]:
    """Nearly every tensor is the first result of its node: one tuple for all."""
    return (0,) * count


def _save_results(
    node: Node, outputs: Sequence[Tensor], aside: Sequence[Any] = ()
) -> None:
    results = [save(outputs[nr], result_nr=nr) for nr in node.plan.results]
    node.kept = (*node.kept, *results, *(save(wrap(array)) for array in aside))
