"""None, 0, or a number: what a ``.grad`` is after a step.

None is not 0: it says that nothing was ever put there.

Next: ``shape``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.label import grad_name
from autoviz.picture.notation import numbers
from autoviz.picture.words import Span, Spans
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Moment,
    Slip,
    chosen,
)
from autoviz.player.questions.misconceptions import missed_paths
from autoviz.records import Accumulate, GradSet, Value
from autoviz.records.trail import is_zero

__all__ = ["grad"]


def grad(moment: Moment) -> Asked:
    """Ask what the ``.grad`` of the step's tensor is then.

    Raises:
        CannotAskError: the step is about no tensor.
    """
    if moment.node is None:
        raise CannotAskError("that step is about no tensor")
    held = moment.snapshot.grads.get(moment.node)
    slot = grad_name(moment.called(moment.node))
    when = "then" if moment.before < moment.k else "after this step"
    asked: Spans = ("", "What will "), ("code", slot), ("", f" be {when}?")
    slips = tuple(_slips(moment, moment.node, held))
    return chosen(
        "grad", moment.before, asked, _text(held), slips, replay=_set_in(moment)
    )


def _text(value: Value | None) -> str:
    """``None``, ``0``, ``7``; of a matrix ``zeros, shape (2,)``."""
    if value is None:
        return "None"
    number = value.item()
    if number is not None:
        return numbers.short(number)
    return f"{'zeros' if is_zero(value) else 'numbers'}, {numbers.said(value)}"


def _zero(shape: tuple[int, ...]) -> str:
    return "0" if not shape else f"zeros, shape {numbers.shape(shape)}"


def _slips(moment: Moment, node: int, held: Value | None) -> Iterator[Slip]:
    shape = moment.trace.graph.nodes[node].shape
    if held is None:
        yield Slip(
            _zero(shape), "None taken for 0", _empty(moment, node), _set_in(moment)
        )
        yield from _not_kept(moment, node)
        return
    name = moment.called(node)
    says: Spans = ("", "a gradient has come to "), ("code", name), ("", ", and is kept")
    if is_zero(held):
        says = ("", "a gradient has come to "), ("code", name), ("", ": it is 0")
    yield Slip(
        "None", "0 taken for None" if is_zero(held) else "thought to be empty", says
    )
    if not is_zero(held):
        says = (("", "gradients are not 0 before they come: they are None"),)
        yield Slip(_zero(shape), "thought to be 0", says)
    yield from _of_sum(moment, node)


def _empty(moment: Moment, node: int) -> Spans:
    """Why nothing is there."""
    name, kind = moment.called(node), moment.trace.graph.nodes[node].kind
    slot: Span = ("code", grad_name(name))
    if isinstance(moment.step, GradSet) and moment.step.node == node:
        return slot, ("", f" is emptied by {moment.step.by}: None, not 0")
    if kind == "op":
        return ("code", name), ("", " is not a leaf: nothing is put into its .grad")
    if kind != "leaf":
        return ("code", name), ("", " does not require grad: nothing comes to it")
    return ("", "nothing has been put into "), slot, ("", ": empty is None, not 0")


def _not_kept(moment: Moment, node: int) -> Iterator[Slip]:
    """The gradient that passed, or was there before; else the tensor's own value."""
    name: Span = ("code", moment.called(node))
    before = moment.snapshot.before.grads.get(node)
    passed = moment.snapshot.gradients.get(node)
    value = moment.snapshot.values.get(node)
    if before is not None:
        says: Spans = (("", "that was there before; the step takes it away"),)
        yield Slip(_text(before), "thought to stay", says, (moment.k,))
    elif passed is not None:
        says = name, ("", " is not a leaf: its gradient goes on and is not kept")
        yield Slip(_text(passed), "every tensor keeps its gradient", says, (moment.k,))
    elif value is not None:
        says = ("", "that is the value of "), name
        yield Slip(_text(value), "value taken for gradient", says)


def _of_sum(moment: Moment, node: int) -> Iterator[Slip]:
    """Of a single number: with a path missing, or without what was there."""
    step = moment.step
    if not isinstance(step, Accumulate) or step.after.item() is None:
        return
    before = None if step.before is None else step.before.item()
    if before is not None:
        says: Spans = (
            ("", f"it held {numbers.short(before)}: backward() adds to that"),
        )
        yield Slip(_text(step.arrived), "replaced, not added", says, (moment.k,))
    parts = moment.run.parts.get(node, ()) if moment.run else ()
    for each in missed_paths(moment, node, parts, 0, before or 0.0):
        text = numbers.short(float(each.answer))
        yield Slip(text, each.misconception, each.says, each.replay)
        return


def _set_in(moment: Moment) -> tuple[int, ...]:
    """The step that last decided what is there."""
    for k in range(moment.k, 0, -1):
        step = moment.trace.steps[k - 1]
        if isinstance(step, Accumulate | GradSet) and step.node == moment.node:
            return (k,)
    return moment.made([] if moment.node is None else [moment.node])
