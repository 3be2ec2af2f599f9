"""The shape of a gradient: that of the tensor it belongs to.

Next: ``fine``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.label import definition, grad_name
from autoviz.picture.notation import numbers
from autoviz.picture.notation.flow import Flow
from autoviz.picture.phrases import target
from autoviz.picture.words import Span, Spans
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Moment,
    Slip,
    chosen,
)
from autoviz.records import Accumulate, Backward, Forward

__all__ = ["shape"]

Shape = tuple[int, ...]


def shape(moment: Moment) -> Asked:
    """Ask for the shape of what this step makes or sends.

    Raises:
        CannotAskError: it makes nothing, or everything there is a single number.
    """
    match moment.step:
        case Forward(node, value):
            called, rest = definition(moment.trace.graph, node)
            what: Span = ("code", called + rest)
            prompt: Spans = ("", "What is the shape of "), what, ("", "?")
            return _asked(moment, prompt, value.shape, _of_inputs(moment, node))
        case Backward():
            moved = moment.moved
            if not moved:
                raise CannotAskError("nothing is sent on there")
            other = (e for e in moved if e.sent.shape != e.arrived.shape)
            flow = next(other, moved[0])
            return _asked(
                moment, _sends(moment, flow), flow.sent.shape, _of_flow(moment, flow)
            )
        case Accumulate(node, after=after):
            slot: Span = ("code", grad_name(moment.called(node)))
            prompt = ("", "What is the shape of "), slot, ("", "?")
            return _asked(moment, prompt, after.shape, _of_loss(moment))
    raise CannotAskError("that step makes no tensor")


def _asked(moment: Moment, prompt: Spans, truth: Shape, wrong: Iterator[Slip]) -> Asked:
    if len(truth) > 1 and truth[::-1] != truth:
        says: Spans = (("", "the sizes are right, in the other order"),)
        turned = [Slip(numbers.shape(truth[::-1]), "transposed", says, (moment.k,))]
    else:
        turned = []
    answer = numbers.shape(truth)
    return chosen(
        "shape", moment.k, prompt, answer, [*turned, *wrong], replay=(moment.k,)
    )


def _sends(moment: Moment, flow: Flow) -> Spans:
    me: Span = ("code", moment.called(flow.node.id))
    asked: Span = ("", ". What is its shape?")
    return me, ("", " sends a gradient to "), *target(flow), asked


def _of_flow(moment: Moment, flow: Flow) -> Iterator[Slip]:
    says: Spans = (
        ("", "that is the shape of what arrived; a gradient has the shape of "),
        ("code", flow.to),
        ("", ", the tensor it belongs to"),
    )
    yield Slip(numbers.shape(flow.arrived.shape), "shape of what arrived", says)
    yield from _of_inputs(moment, flow.node.id)


def _of_inputs(moment: Moment, node: int) -> Iterator[Slip]:
    nodes = moment.trace.graph.nodes
    for each in nodes[node].inputs:
        if each.node is not None:
            says: Spans = (
                ("", "that is the shape of "),
                ("code", moment.called(each.node)),
            )
            text = numbers.shape(nodes[each.node].shape)
            yield Slip(text, "shape of another tensor", says)
    yield from _one_number()


def _of_loss(moment: Moment) -> Iterator[Slip]:
    for root in moment.run.roots if moment.run else ():
        text = numbers.shape(moment.trace.graph.nodes[root].shape)
        says: Spans = (
            ("", "that is the shape of "),
            ("code", moment.called(root)),
            ("", "; there is a number for each element that can be nudged"),
        )
        yield Slip(text, "shape of the loss", says)


def _one_number() -> Iterator[Slip]:
    yield Slip("()", "thought to be one number", (("", "it has one for each element"),))
