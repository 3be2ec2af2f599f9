"""The "why" panel of a backward step.

For numbers the chain rule in rows: what arrived, the local derivative as rule
and with numbers in, the product, and how far the sum at the other end has got.
For tensors the same with matrices: ``xᵀ @ G`` as two matrices and their product.

A derivative that holds other paths still is written with ∂: for
``y = x*x + x`` the local derivative ∂y/∂x is 1, while dy/dx is 7.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from autoviz.picture.by_hand import hook_rows
from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.notation.grids import Grid, grid, reshaped, transposed
from autoviz.picture.notation.mathml import Math, plain_math, ratio_math
from autoviz.picture.notation.numbers import item, said, shape, short
from autoviz.picture.notation.reading import Part
from autoviz.picture.panel import Item, Row, Why, in_words
from autoviz.picture.phrases import (
    called,
    idle,
    moving,
    operand,
    output,
    parts,
    saves,
    target,
    total,
)
from autoviz.picture.words import Span, Spans, atomic, listing, plain, shorten
from autoviz.records.arrived import summands
from autoviz.records.fold import Arriving, Snapshot
from autoviz.records.graph import Graph
from autoviz.records.steps import Backward, Seed, Trace
from autoviz.records.value import Value

__all__ = ["derivative", "why_backward"]

_ROWS = 8


def why_backward(trace: Trace, snapshot: Snapshot, step: Backward) -> Why:
    """Why this node sent what it sent."""
    graph = trace.graph
    moved = flows(snapshot)
    scalar = all(each.scalar and each.family == "scale" for each in moved)
    rows = list(_arrived(trace, snapshot, step))
    for each in moved:
        if scalar:
            rows += _scalar_rows(graph, step.node, each)
        else:
            rows += _tensor_rows(trace, snapshot, each)
    rows += _so_far(trace, snapshot, moved)
    for node in idle(graph, step):
        told = "nothing: it needs no gradient"
        rows.append(Row(f"sent to {names(graph)[node]}", (("", told),)))
    if not graph.nodes[step.node].inputs:
        told = "what it was made from is outside of only="
        rows.append(Row("sent", (("", told),)))
    freed = saves(graph, graph.nodes[step.node])
    if step.freed and freed:
        rows.append(Row("freed", (*freed, ("muted", ", no longer needed"))))
    return Why(_question(moved, scalar=scalar), tuple(rows))


def _question(moved: Sequence[Flow], *, scalar: bool) -> Spans:
    if not moved:
        return (("", "why is nothing sent?"),)
    if scalar:
        numbers = dict.fromkeys(item(each.sent) for each in moved)
        listed = listing([(("grad", each),) for each in numbers])
        return ("", "why "), *listed, ("", "?")
    listed = listing([target(each) for each in moved])
    these = "these gradients" if len(moved) > 1 else "this gradient"
    return ("", f"why {these} for "), *listed, ("", "?")


def _arrived(trace: Trace, snapshot: Snapshot, step: Backward) -> Iterator[Row]:
    if trace.graph.nodes[step.node].results:
        yield from _arrived_for(trace, snapshot, step)
        return
    arrived = step.arrived[0]
    if arrived is None:
        return
    hooks = list(hook_rows(trace.graph, snapshot, step.node))
    if hooks:  # it is no derivative any more
        yield from hooks
        yield Row("arrived", (("grad", said(arrived)),))
        return
    gradient = _gradient(trace, snapshot, step.node)
    if arrived.item() is None:
        tail: Span = ("", f", shape {shape(arrived.shape)}")
        yield Row("arrived", (("grad", "G"), ("", " = "), gradient, tail))
        return
    came = summands(trace.graph, snapshot, step.node)
    sums = parts(came) + " = " if len(came) > 1 else ""
    yield Row("arrived", (gradient, ("", f" = {sums}{item(arrived)}")))


def _arrived_for(trace: Trace, snapshot: Snapshot, step: Backward) -> Iterator[Row]:
    """What arrived, output by output."""
    graph, node = trace.graph, trace.graph.nodes[step.node]
    for at, value in enumerate(step.arrived[:_ROWS]):
        name = output(graph, node, at)
        label = "arrived" if at == 0 else ""
        if value is None:
            yield Row(label, (("code", name), ("", ": nothing, which counts as zero")))
            continue
        result = node.results[at] if at < len(node.results) else None
        came = () if result is None else summands(graph, snapshot, result)
        sums = total(came, value)
        if value.item() is None:
            yield Row(label, (("code", name), ("", ":"), grid(value, ())))
        else:
            yield Row(label, (("code", name), ("", ": "), *sums))
    if len(step.arrived) > _ROWS:
        yield Row("", (("muted", f"and {len(step.arrived) - _ROWS} more"),))


def _scalar_rows(graph: Graph, node: int, flow: Flow) -> Iterator[Row]:
    label = f"sent to {plain(target(flow))}"
    number = flow.local.item() if flow.local is not None else None
    if number is None:
        yield Row(label, (("grad", item(flow.sent)),))
        yield from _unexplained(flow)
        return
    yield Row("local derivative", derivative(graph, node, flow))
    product: Span = ("", f"{item(flow.arrived)} × {operand(short(number))} = ")
    yield Row(label, (product, ("grad", item(flow.sent))))


def derivative(graph: Graph, node: int, flow: Flow) -> tuple[Item, ...]:
    """``d(x**2)/dx = 2·x = 2·3 = 6``; as far as it is known, and of a tensor its rule.

    Where other inputs change with this one they are held still, and that is said.
    """
    number = flow.local.item() if flow.local is not None else None
    if number is None or not flow.scalar:
        return flow.math, ("", ", element by element")
    held = _held_still(graph, node, flow)
    lead = ratio_math(names(graph)[node], plain(target(flow)), partial=bool(held))
    still: Spans = (("", ", "), *held, ("", " held still")) if held else ()
    if " if " in flow.formula:
        here: Spans = (("", "; here "), ("code", short(number)))
        return lead, ("", " = "), flow.math, *here, *still
    worked = [lead, flow.math, flow.math_with_numbers, plain_math(short(number))]
    return *_equation([each for each in worked if each is not None]), *still


def _equation(sides: Sequence[Math | Span]) -> tuple[Item, ...]:
    """The sides with equals signs between them; none is said twice."""
    different = {each[1]: each for each in sides}
    items: list[Item] = []
    for each in different.values():
        items += [("", " = "), each] if items else [each]
    return tuple(items)


def _held_still(graph: Graph, node: int, flow: Flow) -> Spans:
    """The other inputs that change with the target too."""
    inputs = [each.node for each in graph.nodes[node].inputs]
    if flow.ordinal:
        return (
            ("", "the other " + ("one" if inputs.count(flow.target) == 2 else "ones")),
        )
    others = dict.fromkeys(each for each in inputs if each not in (None, flow.target))
    moving_too = [
        called(graph, each)
        for each in others
        if each is not None and _made_from(graph, each, flow.target)
    ]
    return listing(moving_too)


def _made_from(graph: Graph, node: int, source: int) -> bool:
    seen, waiting = {node}, [node]
    while waiting:
        for each in graph.nodes[waiting.pop()].inputs:
            if each.node == source:
                return True
            if each.node is not None and each.node not in seen:
                seen.add(each.node)
                waiting.append(each.node)
    return False


def _tensor_rows(trace: Trace, snapshot: Snapshot, flow: Flow) -> Iterator[Row]:
    yield from _local_rows(flow)
    main, aside = moving(flow)
    lead: Spans = ()
    if flow.family == "expand" and flow.arrived.item() is not None and flow.count > 1:
        aside = f"to each of {flow.count} elements"
        if "/" in flow.rule:
            lead = (("", f"{item(flow.arrived)} × 1/{flow.count} = "),)
    same = flow.formula == "1" and flow.sent.shape == flow.arrived.shape
    if same:
        aside = "unchanged"
    sent: Item = ("grad", main)
    if flow.family in ("matmul", "mixed") and flow.inside is None:
        sent, aside = flow.math, f"shape {shape(flow.sent.shape)}"
    end: Spans = (("", f", {aside}"),) if aside else ()
    yield Row(f"sent to {plain(target(flow))}", (*lead, sent, *end))
    if flow.sent.shape:
        left = () if same else _left_side(flow)
        yield Row("", (*left, _sent(trace, snapshot, flow)))
    yield from _unexplained(flow)


def _unexplained(flow: Flow) -> Iterator[Row]:
    if flow.unexplained:
        yield Row("", (("muted", flow.unexplained),))


def _local_rows(flow: Flow) -> Iterator[Row]:
    if flow.family == "expand" and flow.count > 1:
        share = plain_math(f"1/{flow.count}" if "/" in flow.rule else "1")
        yield Row("local derivative", (share, ("", ", of each element")))
    elif flow.family == "scale" and flow.formula not in ("1", "-1"):
        constant = isinstance(flow.reading.tree, ast.Constant)
        told = ", of each element" if constant else ", element by element"
        yield Row("local derivative", (flow.math, ("", told)))


def _left_side(flow: Flow) -> tuple[Item, ...]:
    """The matrices that what was sent is worked out from, and a sign of how."""
    if flow.factors:
        left, right = _operands(flow)
        return left, ("", "@"), right, ("", "=")
    moved = flow.family in ("route", "sum", "expand") or flow.formula == "1"
    if flow.parts is not None and not moved:
        first, operator, second = flow.parts
        sign = _sign(operator, first.value, second.value)
        equals = "summed =" if flow.summed else "="
        sides = _side(flow, first), _side(flow, second)
        return sides[0], ("", sign), sides[1], ("", equals)
    if flow.arrived.item() is not None or flow.node.results:
        return ()
    gradient = grid(flow.arrived, (("grad", "G"),))
    if moved:
        summed = flow.family == "sum" or flow.summed
        return gradient, ("", "summed =" if summed else "→")
    if flow.family == "scale" and flow.arrived.numbers is None:  # too large
        return gradient, ("", "⊙ "), flow.math, ("", " =")
    return ()


def _side(flow: Flow, part: Part) -> Item:
    """A number, or a matrix with the part of the rule that it stands for."""
    number = part.value.item()
    if number is not None:
        return "", operand(short(number))
    text = shorten(flow.reading.written(part.tree), 24)
    return grid(part.value, (("grad" if text == "G" else "code", text),))


def _sign(operator: ast.operator, first: Value, second: Value) -> str:
    """``⊙`` between matrices that are multiplied element by element."""
    if isinstance(operator, ast.Mult):
        plain_number = None not in (first.item(), second.item())
        one = first.item() is not None or second.item() is not None
        return "×" if plain_number or one else "⊙"
    return {ast.Add: "+", ast.Sub: "−", ast.Div: "/", ast.MatMult: "@"}.get(
        type(operator), ""
    )


def _operands(flow: Flow) -> tuple[Grid, Grid]:
    """The two matrices of a product; a vector stands as a column or a row."""
    grids: list[Grid] = []
    for position, (factor, text, value) in enumerate(flow.factors):
        tail = "ᵀ" if factor.transposed else ""
        name = text if atomic(text) or not tail else f"({text})"
        if factor.transposed:
            value = transposed(value)
        if len(value.shape) == 1:
            row = position == 1 and flow.is_outer
            length = value.shape[0]
            value = reshaped(value, (1, length) if row else (length, 1))
        style: Span = ("code", name + tail)
        if factor.name == "g":
            style = ("grad", name + tail)
        grids.append(grid(value, (style,)))
    return grids[0], grids[1]


def _sent(trace: Trace, snapshot: Snapshot, flow: Flow) -> Grid:
    arriving = snapshot.arriving.get(flow.target)
    if arriving is not None and arriving.expected > 1:
        return grid(flow.sent, (("grad", f"part for {flow.to}"),))
    told = in_words((_gradient(trace, snapshot, flow.target),))
    return grid(flow.sent, (("grad", plain(told)),))


def _gradient(trace: Trace, snapshot: Snapshot, node: int) -> Span | Math:
    """``d loss/dW``; only after a seed of 1 is a gradient that derivative."""
    called_names = names(trace.graph)
    seeds = [each for each in trace.steps[: snapshot.k] if isinstance(each, Seed)]
    if not seeds or seeds[-1].continues or seeds[-1].value.item() != 1:
        return "", f"gradient of {called_names[node]}"
    return ratio_math(called_names[seeds[-1].node], called_names[node])


def _so_far(trace: Trace, snapshot: Snapshot, moved: Sequence[Flow]) -> Iterator[Row]:
    """What has arrived where the gradients went."""
    for node in dict.fromkeys(each.target for each in moved):
        arriving = snapshot.arriving.get(node)
        leaf = trace.graph.nodes[node].kind == "leaf"
        if arriving is None or not (leaf or arriving.expected > 1):
            continue
        name = names(trace.graph)[node]
        told = _sum(arriving)
        missing = arriving.expected - len(arriving.parts)
        if missing > 0:
            told += f", {missing} more to come"
        elif leaf:
            told += f", goes to {grad_name(name)} next"
        yield Row(f"{name} so far", (("", told),))


def _sum(arriving: Arriving) -> str:
    count = len(arriving.parts)
    if arriving.parts[0].item() is None:
        if not arriving.complete:
            return f"{count} of {arriving.expected} parts"
        return "complete" if count == 1 else f"the sum of its {count} parts"
    if arriving.total is not None:
        return plain(total(arriving.parts, arriving.total))
    return parts(arriving.parts)
