"""Around a node's own work: hooks, what was asked for, and who looks on.

In most passes nothing of this is wanted, and the ``engine`` goes straight through.

- *Before* a node runs, hooks of tensors and prehooks may change what has arrived;
  ``retain_grad()`` keeps it, and ``grad(…, inputs)`` takes what was asked for.
- *After* it has run, its hooks may change what it sends.
- An observer is told of each of these, and of the node itself.

Next: ``deposit``, what happens at a leaf.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from autoviz.core.anomaly import anomaly, check_nan
from autoviz.core.deposit import Retained, deposit, retain
from autoviz.core.gradients import (
    Gradient,
    as_array,
    as_tensor,
    copied,
    fit,
    same,
)
from autoviz.core.hooks import Table, call, call_node
from autoviz.core.node import AccumulateGrad, Edge, Node

if TYPE_CHECKING:
    from autoviz.core.engine import AnyNode, Pass
    from autoviz.core.tensor import Tensor

__all__ = ["after", "before"]


def before(node: AnyNode, arrived: list[Gradient], pass_: Pass) -> bool:
    """What comes before a node runs; all there is to do for a leaf.

    Returns whether it is to run. What ``retain_grad()`` keeps is noted in the pass.
    """
    pass_.retained = ()
    hooks, captured = node.hooks, pass_.captured
    runs = pass_.runs is None or node in pass_.runs
    if captured and runs:  # what was asked for PyTorch takes before hooks, then
        _capture(node, arrived, captured)
    if hooks is not None or isinstance(node, AccumulateGrad):
        pass_.retained = _call_tensor_hooks(node, arrived, pass_)
    if not runs:
        _capture(node, arrived, captured)
        return False
    if hooks is not None and hooks.pre:
        given = tuple(as_tensor(each) for each in arrived)
        work = functools.partial(call_node, hooks.pre, given)
        arrived[:] = _changed_by(hooks.pre, node, "arrived", arrived, work, pass_)
    if isinstance(node, AccumulateGrad):
        deposit(node, arrived[0], pass_.observer)
        return False
    return True


def after(
    node: Node, arrived: list[Gradient], sent: list[Gradient], pass_: Pass
) -> list[Gradient]:
    """What comes after a node has run, before its gradients go on their way."""
    if pass_.runs is not None and node.is_selective:
        for index, target in enumerate(node.next_nodes):
            if target is None or not pass_.concerns(target):
                sent[index] = None
    for index, target in enumerate(node.next_nodes):
        part = sent[index]
        if target is None or part is None:
            sent[index] = None
        else:
            sent[index] = fit(part, node, index, target, node.next_numbers[index])
    if pass_.observer:
        _tell(node, arrived, sent, pass_)
    if node.hooks is not None and node.hooks.post:
        told = [tuple(as_tensor(each) for each in some) for some in (sent, arrived)]
        work = functools.partial(call_node, node.hooks.post, *told)
        sent = _changed_by(node.hooks.post, node, "sent", sent, work, pass_)
    if anomaly.enabled and anomaly.check_nan:
        check_nan(node, sent)
    return sent


def _capture(
    node: AnyNode, arrived: Sequence[Gradient], captured: dict[Edge, Gradient]
) -> None:
    for output_nr, gradient in enumerate(arrived):
        if (node, output_nr) in captured:
            captured[node, output_nr] = gradient


def _tell(
    node: Node,
    arrived: Sequence[Gradient],
    sent: Sequence[Gradient],
    pass_: Pass,
) -> None:
    assert pass_.observer is not None
    pass_.observer.backward(
        node,
        [as_array(each) for each in arrived],
        [as_array(each) for each in sent],
        not pass_.retain_graph,
        [None if each is None else each.after for each in pass_.retained],
    )


def _changed_by(
    hooks: Table,
    node: AnyNode,
    where: Literal["arrived", "sent"],
    gradients: Sequence[Gradient],
    work: Callable[[], Iterable[Tensor | None]],
    pass_: Pass,
) -> list[Gradient]:
    """What hooks leave of gradients; the observer hears if that is something else."""
    if pass_.observer is None:
        return pass_.gradients(work())
    before = [copied(each) for each in gradients]
    after = pass_.gradients(work())
    told = [as_array(each) for each in after]
    if not all(map(same, before, told)):
        names = ", ".join(getattr(each, "__name__", "hook") for each in hooks.values())
        pass_.observer.hooked(node, where, before, told, names)
    return after


def _call_tensor_hooks(
    node: AnyNode, arrived: list[Gradient], pass_: Pass
) -> Sequence[Retained | None]:
    """Hooks of tensors change ``arrived``; what ``retain_grad()`` keeps, by output."""
    if isinstance(node, AccumulateGrad):
        tables = {0: node.variable.hooks} if node.variable.hooks else {}
    else:
        tables = {} if node.hooks is None else node.hooks.tensor
    for output_nr, table in tables.items():

        def work(nr: int = output_nr, table: Table = table) -> list[Tensor | None]:
            given = [as_tensor(each) for each in arrived]
            given[nr] = call(table, given[nr])
            return given

        arrived[:] = _changed_by(table, node, "arrived", arrived, work, pass_)
    if isinstance(node, AccumulateGrad) or node.hooks is None or not node.hooks.retains:
        return ()
    return [retain(node, nr, each) for nr, each in enumerate(arrived)]
