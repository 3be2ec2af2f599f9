"""The pieces of sentences that caption, "why" panel and text twin share.

Each function says one thing in one way, so that a student meets the same words
wherever the same thing is meant.

Next: ``caption``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.picture.label import names, written
from autoviz.picture.moved import given_to, routed, summed
from autoviz.picture.notation.flow import Flow
from autoviz.picture.notation.numbers import item, shape, short
from autoviz.picture.words import Span, Spans, atomic, listing, shorten, visible
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.reasons import UNTRACKED
from autoviz.records.steps import Backward, Forward, Trace
from autoviz.records.value import Value

__all__ = [
    "UNTRACKED",
    "because",
    "called",
    "computation",
    "first_sentence",
    "goes",
    "grad_fn",
    "idle",
    "moving",
    "operand",
    "output",
    "parts",
    "piece",
    "reason",
    "saves",
    "some",
    "target",
    "total",
]

_LISTED = 4
_SUMMED = 6
_MESSAGE = 180
_LONG = 48
"""Above that many characters a formula is left to the "why" panel."""


def called(graph: Graph, id: int) -> Spans:
    """A node's name, as the learner's text."""
    return (("code", names(graph)[id]),)


def grad_fn(node: GraphNode) -> str:
    """``PowBackward0``; ``None`` where autograd recorded nothing."""
    return shorten(node.grad_fn, 40) if node.grad_fn else "None"


def some(items: Sequence[Spans]) -> Spans:
    """A listing, cut short: ``a, b, c, d and 7 more``."""
    if len(items) > _LISTED + 1:
        more: Spans = (("", f"{len(items) - _LISTED} more"),)
        items = [*items[:_LISTED], more]
    return listing(items)


def target(flow: Flow) -> Spans:
    """``x``, or ``the first x`` where both inputs are x."""
    if flow.ordinal:
        return ("", f"the {flow.ordinal} "), ("code", flow.to)
    return (("code", flow.to),)


def goes(flow: Flow) -> Spans:
    """What goes where: ``xᵀ @ G, shape (2, 3), goes to W``."""
    main, aside = moving(flow)
    same = flow.formula == "1" and flow.sent.shape == flow.arrived.shape
    verb = " goes unchanged to " if same else " goes to "
    if flow.family == "expand" and flow.arrived.item() is not None and flow.count > 1:
        verb += f"each of the {flow.count} elements of "
    comma = "," if ", " in main and not aside else ""
    told = f", {aside},{verb}" if aside else f"{comma}{verb}"
    return ("grad", main), ("", told), *target(flow)


def moving(flow: Flow) -> tuple[str, str]:
    """What is sent, and a remark on it: ``("xᵀ @ G", "shape (2, 3)")``."""
    gradient, went = flow.reading.gradient, shape(flow.sent.shape)
    match flow.family:
        case "scale":
            return _scaled(flow, gradient)
        case "sum":
            return summed(flow, gradient)
        case "route":
            return routed(flow, gradient)
        case "expand":
            return _expanded(flow, gradient)
        case "mixed" if flow.moves == "scatter" and flow.inside is not None:
            return flow.inside, f"put at each target, 0 elsewhere, shape {went}"
        case "mixed" | "matmul" if len(flow.formula) <= _LONG:
            return flow.formula, f"shape {went}"
    main = item(flow.sent) if flow.sent.item() is not None else "a gradient"
    if flow.family is None:
        by = f"by the rule {flow.formula}" if flow.formula else ""
        of = "" if flow.sent.item() is not None else f"shape {went}"
        return main, ", ".join(filter(None, (by, of)))
    return main, f"worked out from {flow.made_from}, shape {went}"


def _scaled(flow: Flow, gradient: str) -> tuple[str, str]:
    number = flow.local.item() if flow.local is not None else None
    if flow.scalar and number is None:
        return item(flow.sent), ""
    same = flow.sent.shape == flow.arrived.shape
    went = "" if same else f"shape {shape(flow.sent.shape)}"
    if flow.summed:
        went = f"summed to shape {shape(flow.sent.shape)}"
    if flow.formula == "1":
        return gradient, went
    if flow.formula == "0":
        return "0", "the local derivative is 0 everywhere"
    if flow.formula == "-1":
        return f"−{gradient}", went
    if given_to(flow):
        return gradient, f"{given_to(flow)}, {went}"
    if flow.chosen is not None and len(flow.chosen) <= _LONG:
        return flow.chosen, went
    by_number = flow.arrived.item() is not None or number is not None
    sign = "×" if by_number else "⊙"
    return f"{gradient} {sign} {_grouped(flow.formula)}", went


def _expanded(flow: Flow, gradient: str) -> tuple[str, str]:
    shared = flow.rule == "expand(g) / n" and flow.count > 1
    if flow.arrived.item() is None:
        aside = f"copied to shape {shape(flow.sent.shape)}"
        return gradient, aside + (f" and divided by {flow.count}" if shared else "")
    share = short(flow.sent.numbers[0]) if flow.sent.numbers else f"1/{flow.count}"
    return (share, f"1/{flow.count} of it") if shared else (gradient, "")


def idle(graph: Graph, step: Backward) -> tuple[int, ...]:
    """The tensors that were sent nothing; plain numbers are not counted."""
    inputs = graph.nodes[step.node].inputs
    nothing = {
        each.node: None
        for each, sent in zip(inputs, step.sent, strict=False)
        if sent is None and not each.needs_grad
    }
    return tuple(each for each in nothing if each is not None)


def output(graph: Graph, node: GraphNode, number: int) -> str:
    """What one of several results is called; its number, if nobody had it."""
    result = node.results[number] if number < len(node.results) else None
    return f"output {number}" if result is None else names(graph)[result]


def computation(trace: Trace, snapshot: Snapshot, step: Forward) -> Spans:
    """``3**2 = 9``; for tensors the shapes: ``(3, 2) @ (2, 3) gives (3, 3)``."""
    node = trace.graph.nodes[step.node]
    maker, number = trace.graph.output(node.id)
    if node.results:
        return (("", f"makes {len(node.results)} tensors"),)
    if maker != node.id:
        lead: Spans = (("", f"output {number} of "), *called(trace.graph, maker))
        if step.value.item() is None:
            return *lead, ("", f", shape {shape(step.value.shape)}")
        return *lead, ("", " = "), ("value", item(step.value))
    before = snapshot.before.values
    values = [
        None if each.node is None else before.get(each.node) for each in node.inputs
    ]
    texts = [
        item(value) if value is not None else shorten(each.constant or "…", 12)
        for each, value in zip(node.inputs, values, strict=True)
    ]
    tensors = [each for each in values if each is not None]
    numbers = all(each.item() is not None for each in (*tensors, step.value))
    method = "}." in node.symbol
    asked = written(node, texts) if not method and (numbers or len(tensors) > 1) else ""
    if numbers:
        result: Span = ("value", item(step.value))
        trivial = asked in ("", result[1])
        return (result,) if trivial else (("", f"{asked} = "), result)
    if step.value.item() is not None:
        end: Spans = (("value", item(step.value)),)
    else:
        end = (("", f"shape {shape(step.value.shape)}"),)
    return (("", f"{asked} gives "), *end) if asked else end


def because(graph: Graph, node: GraphNode) -> Spans:
    """``x requires grad``."""
    node = graph.nodes[graph.output(node.id)[0]]
    ids = dict.fromkeys(each.node for each in node.inputs if each.needs_grad)
    listed = some([called(graph, each) for each in ids if each is not None])
    if not listed:
        return (("", "grad mode is on"),)
    return *listed, ("", " require grad" if len(ids) > 1 else " requires grad")


def saves(graph: Graph, node: GraphNode) -> Spans:
    """What the node keeps for its backward: ``x and its result``."""
    kept: list[Spans] = []
    for each in node.saved:
        if each.node == node.id:
            kept.append((("", "its result"),))
        elif each.node is not None:
            kept.append(called(graph, each.node))
        elif each.constant == "…":
            kept.append((("", _BESIDE.get((node.op or "", each.name), each.name)),))
        elif each.constant is not None:
            kept.append((("code", shorten(each.constant, 12)),))
    return listing(list(dict.fromkeys(kept)))


_BESIDE = {
    ("layer_norm", "result1"): "the means",
    ("layer_norm", "result2"): "1/std",
    ("adaptive_max_pool2d", "result1"): "where the largest are",
    ("max_pool2d", "result1"): "where the largest are",
    ("nll_loss", "total_weight"): "the total weight",
    ("scaled_dot_product_attention", "logsumexp"): "the logsumexp of the scores",
    ("nll_loss2d", "total_weight"): "the total weight",
}
"""What an operation worked out on the way and saves beside its inputs."""


def piece(node: GraphNode) -> str:
    """That a function was compiled, if that is what the operation is."""
    kind, _, name = (node.op or "").partition(" ")
    if kind != "compiled":
        return ""
    ran = f"torch.compile ran {shorten(name, 40)} as one piece"
    return f"{ran}: what happened inside is not to be seen"


def reason(step: Forward) -> str:
    """Why an operation was not recorded."""
    return visible(step.reason or "nothing requires grad")


def parts(values: Sequence[Value]) -> str:
    """``64 + 192``; of a long sum the ends."""
    texts = [item(each) for each in values]
    texts = [text if at == 0 else operand(text) for at, text in enumerate(texts)]
    if len(texts) > _SUMMED:
        texts = [*texts[:2], "…", texts[-1]]
    return " + ".join(texts)


def total(values: Sequence[Value], value: Value) -> Spans:
    """``64 + 192 = 256``, or the number alone where there is nothing to add."""
    if len(values) < 2:
        return (("grad", item(value)),)
    return ("", f"{parts(values)} = "), ("grad", item(value))


def operand(text: str) -> str:
    """A number after an operator: a negative one in parentheses."""
    return f"({text})" if text.startswith("-") else text


def first_sentence(message: str) -> str:
    """The start of an error message, up to its first full stop."""
    text = " ".join(message[: 2 * _MESSAGE].split())
    end = text.find(". ")
    if end != -1:
        text = text[: end + 1]
    return shorten(text, _MESSAGE, at="end")


def _grouped(formula: str) -> str:
    return formula if atomic(formula) else f"({formula})"
