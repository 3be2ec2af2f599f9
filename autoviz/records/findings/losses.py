"""Findings on shapes and losses: programs that run, and learn the wrong thing.

Next: ``picture.answer``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.records.findings.finding import Finding, Story
from autoviz.records.graph import GraphNode
from autoviz.records.passes import reach
from autoviz.records.subject import operands

__all__ = ["look_at_losses"]

_DIFFERENCES = {
    "binary_cross_entropy",
    "huber_loss",
    "l1_loss",
    "mse_loss",
    "smooth_l1_loss",
    "sub",
}
_LOOKS = {"expand", "index", "permute", "reshape", "select", "slice", "t"}
_LOOKS |= {"transpose", "unsqueeze", "view"}


def broadcast(story: Story) -> Iterator[Finding]:
    """A column of predictions against a row of targets: every one with every other."""
    for node in story.nodes:
        if node.op not in _DIFFERENCES or node.id not in story.made:
            continue
        pair = _pair(story, node)
        if len(pair) != 2:
            continue
        shapes = {each.shape: each for each in pair}
        column = next((s for s in shapes if len(s) == 2 and s[1] == 1 < s[0]), None)
        if column is None or column[:1] not in shapes:
            continue
        column_node, row_node = shapes[column], shapes[column[:1]]
        if column_node.op in _LOOKS or not _is_learned(story, column_node):
            continue
        n = column[0]
        sentence = (
            f"{story.name(column_node.id)} is a column of shape {column} and "
            f"{story.name(row_node.id)} a row of shape {column[:1]}: each was compared "
            f"with all {n} of the other, {n} × {n} differences in place of {n}"
        )
        code = story.code(column_node.id)
        tries = (f"give both one shape: {code}.squeeze(1)",)
        yield Finding("broadcast", story.made[node.id], node.id, sentence, tries)
        return


def _pair(story: Story, node: GraphNode) -> list[GraphNode]:
    """The two that are compared, as they were before they were expanded for it."""
    inputs = [each.node for each in node.inputs if each.node is not None]
    expanded = [e for e in inputs if story.nodes[e].op == "expand"]
    if any(story.nodes[each].source == node.source for each in expanded):
        inputs = list(operands(story.trace.graph, node.source))
    return [story.nodes[each] for each in inputs]


def _is_learned(story: Story, node: GraphNode) -> bool:
    reached = reach(node.id, story.ways.senders)
    return any(story.nodes[each].kind == "leaf" for each in reached)


def softmax_twice(story: Story) -> Iterator[Finding]:
    """Cross-entropy takes scores, and makes probabilities of them itself."""
    for node in story.nodes:
        given = node.inputs[0].node if node.inputs else None
        if given is None or node.id not in story.made:
            continue
        before, pair = story.nodes[given], (node.op, story.nodes[given].op)
        if pair not in _TWICE:
            continue
        op, loss = _TWICE[pair]
        sentence = (
            f"{story.name(before.id)} has gone through {op}() already, and {loss} does "
            "that itself: the gradients are smaller than they should be"
        )
        tries = (f"give {loss} what was there before {op}()",)
        yield Finding("softmax twice", story.made[node.id], node.id, sentence, tries)


_TWICE = {
    ("log_softmax", "softmax"): ("softmax", "cross_entropy()"),
    ("binary_cross_entropy_with_logits", "sigmoid"): (
        "sigmoid",
        "binary_cross_entropy_with_logits()",
    ),
}
"""An operation, and the one that must not come before it."""


def look_at_losses(story: Story) -> Iterator[Finding]:
    """All there is to find on shapes and losses."""
    yield from broadcast(story)
    yield from softmax_twice(story)
