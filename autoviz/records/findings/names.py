"""Findings on names and memory: what a variable stands for, and who shares its numbers.

Next: ``numbers``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.records.findings.finding import Finding, Story
from autoviz.records.graph import GraphNode, Source
from autoviz.records.naming import expression
from autoviz.records.passes import reach
from autoviz.records.steps import Backward, Cut, Forward

__all__ = ["look_at_names"]


def name_moved(story: Story) -> Iterator[Finding]:
    """``w = w - lr * w.grad``: the leaf is left, and its name is another tensor's."""
    leaves = {each.names[0]: each.id for each in story.leaves if each.names}
    for k, step in enumerate(story.trace.steps, 1):
        if not isinstance(step, Forward) or step.writes is not None:
            continue
        node = story.nodes[step.node]
        leaf = leaves.get(node.names[0]) if node.names else None
        if leaf is None or not _is_update(story, node.id, leaf):
            continue
        name = story.code(leaf)
        what = "computed, no leaf" if step.tracked else "not recorded"
        sentence = (
            f"{name} is the name of a new tensor from here on, which is {what}; the "
            "leaf with the .grad has lost its name"
        )
        write = f"write into the leaf: with no_grad(): {name} -= …"
        yield Finding("name moved", k, node.id, sentence, (write,))
        return


def _is_update(story: Story, node: int, leaf: int) -> bool:
    """Whether a tensor was computed from a leaf and from its ``.grad``."""
    wanted = f"{story.nodes[leaf].names[0]}.grad"
    inputs = [e.node for e in story.nodes[node].inputs if e.node is not None]
    if leaf not in inputs:
        return False
    sources = {each for e in inputs for each in reach(e, story.ways.sources)}
    return any(wanted in story.nodes[each].names for each in sources)


def unnamed_leaf(story: Story) -> Iterator[Finding]:
    """``w = randn(3, requires_grad=True) * 0.1``: nobody can ask for its ``.grad``."""
    for leaf in story.leaves:
        uses = list(story.ways.uses.get(leaf.id, ()))
        if leaf.names or len(uses) != 1 or leaf.id not in story.deposits:
            continue
        user = story.nodes[uses[0]]
        if user.id not in story.made or not user.names or not _is_within(leaf, user):
            continue
        name = user.names[0]
        sentence = (
            f"{name} is no leaf: it was computed from {expression(leaf)}, which has no "
            "name, so nobody can ask for its .grad"
        )
        tries = (f"first compute {name}, and then make it a leaf: requires_grad_()",)
        k = story.made[user.id]
        yield Finding("leaf without a name", k, user.id, sentence, tries)


def _is_within(leaf: GraphNode, user: GraphNode) -> bool:
    """Whether a leaf was made in the very expression that uses it."""
    inner, outer = leaf.source, user.source
    if inner is None or outer is None or inner == outer:
        return False
    return inner.expression in outer.expression and _begin(inner) >= _begin(outer)


def _begin(source: Source) -> tuple[str, int, int]:
    return source.file, source.line, source.column or 0


def detach_ignored(story: Story) -> Iterator[Finding]:
    """``h.detach()`` on a line of its own changes nothing."""
    taken = {step.node for step in story.trace.steps if isinstance(step, Cut)}
    for k, step in enumerate(story.trace.steps, 1):
        if not isinstance(step, Forward) or step.reason != "detach":
            continue
        node = story.nodes[step.node]
        given = node.inputs[0].node if node.inputs else None
        used = story.ways.uses.get(node.id) or node.id in taken or node.names
        if given is None or used or not _is_alone(story, node.source):
            continue
        name, code = story.name(given), story.code(given)
        sentence = f"{code}.detach() gives a new tensor, and {name} is what it was"
        tries = (f"give it a name: {code} = {code}.detach()", f"{code}.detach_()")
        yield Finding("detach ignored", k, given, sentence, tries)


def _is_alone(story: Story, source: Source | None) -> bool:
    """Whether an expression is a whole line; the last one of a cell is shown."""
    lines = story.trace.source.get(source.file, {}) if source else {}
    if source is None or source.line not in lines:
        return False
    is_last = not any(text.strip() for at, text in lines.items() if at > source.line)
    return lines[source.line].strip() == source.expression and not is_last


def graph_kept(story: Story) -> Iterator[Finding]:
    """``total += loss`` for a log: the graphs of all rounds stay."""
    roots = {root: each.seed for each in story.passes for root in each.roots}
    ran = {node for each in story.passes for node in each.ran}
    kept = story.made.keys() - ran
    totals: dict[int, int] = {}
    for node in story.nodes:
        inputs = [each.node for each in node.inputs if each.needs_grad]
        is_sum = node.op in ("add", "sub") and node.id in kept
        if not is_sum or not any(each in roots for each in inputs):
            continue
        before = next((totals[each] for each in inputs if each in totals), 0)
        totals[node.id] = before + 1
        if before == 1:
            loss = next(each for each in inputs if each in roots)
            name, one = story.code(node.id), story.code(loss)
            sentence = (
                f"{name} was computed from {one} with its history, so the graph of "
                "every round is kept"
            )
            tries = (f"add the number: {name} += {one}.item()",)
            yield Finding("graph kept", story.made[node.id], node.id, sentence, tries)
            return


# memory


def writes_through(story: Story) -> Iterator[Finding]:
    """``d = x.detach(); d[0] = 5`` writes into ``x``."""
    for k, step in enumerate(story.trace.steps, 1):
        if not isinstance(step, Forward) or step.writes is None:
            continue
        alias = story.nodes[step.writes]
        origin = alias.inputs[0].node if alias.inputs else None
        if alias.op != "detach" or not alias.names or origin is None:
            continue
        name, other = story.name(alias.id), story.name(origin)
        if alias.names[0] in story.nodes[origin].names:
            continue
        sentence = (
            f"{name} has the memory of {other}, so this changed {other} too: detach() "
            "copies nothing"
        )
        tries = (f"make a copy: {story.code(origin)}.detach().clone()",)
        yield Finding("writes through", k, alias.id, sentence, tries)
        return


def hidden_write(story: Story) -> Iterator[Finding]:
    """Written to through ``.data``, so that backward used numbers of another tensor."""
    changed: dict[int, list[int]] = {}
    for k, step in enumerate(story.trace.steps, 1):
        if isinstance(step, Forward):
            for each in step.changes:
                changed.setdefault(each, []).append(k)
        elif isinstance(step, Backward) and step.node in story.made:
            begun = story.made[step.node]
            for saved in story.nodes[step.node].saved:
                kept = -1 if saved.node is None else saved.node
                since = [at for at in changed.get(kept, ()) if at > begun]
                if since:
                    yield _hidden(story, since[0], k, kept)
                    return


def _hidden(story: Story, write: int, k: int, saved: int) -> Finding:
    name = story.name(saved)
    sentence = (
        f"{name} was kept for backward and then written to without autograd's "
        f"knowledge, so step {k} computed with other numbers than forward did"
    )
    tries = ("write inside of `with no_grad():`, not to .data: a mistake then raises",)
    return Finding("hidden write", write, saved, sentence, tries)


def look_at_names(story: Story) -> Iterator[Finding]:
    """All there is to find on names and memory."""
    yield from name_moved(story)
    yield from unnamed_leaf(story)
    yield from detach_ignored(story)
    yield from graph_kept(story)
    yield from writes_through(story)
    yield from hidden_write(story)
