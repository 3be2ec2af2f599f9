"""All paths from a tensor to the loss, and what each of them contributed.

A gradient is a sum over paths, and along a path of numbers the local derivatives are
multiplied: the chain rule, written out. There are easily more paths than anyone could
walk, so they are counted: each node keeps its twelve largest, made from those of the
nodes that its gradient came from. Matrices have no such product. Of a path through
one stands what the run recorded where it arrived, and paths that arrived as one
gradient stay together.

Next: ``text``, the text twin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise

from autoviz.picture.label import names
from autoviz.picture.notation.flow import flows
from autoviz.picture.notation.numbers import item, short
from autoviz.picture.panel import Row, Why
from autoviz.picture.phrases import operand
from autoviz.picture.words import Span, Spans, shorten
from autoviz.records.arrived import hooked
from autoviz.records.fold import Snapshot
from autoviz.records.passes import Pass, passes_of
from autoviz.records.steps import Backward, Hook, Seed, Trace
from autoviz.records.trail import has_nan, largest
from autoviz.records.value import Value

__all__ = ["Paths", "paths"]

_LISTED = 12
_NAME = 18
_NAMES, _FACTORS = 3, 2
"""So many of a long path are told at each end."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the gradient of ``node`` came from in one ``backward()``.

    All of it had arrived after step ``since``; in step ``ran`` it was used.
    """

    node: int
    since: int
    ran: int
    panel: Why

    @property
    def is_sum(self) -> bool:
        """Whether it is more than one path."""
        return len(self.panel.rows) > 1


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A gradient that came in step ``step`` from ``sender``, None for the seed.

    ``factor`` is the local derivative there, where it is a number.
    """

    step: int
    sender: int | None
    factor: float | None
    value: Value


@dataclass(frozen=True, slots=True)
class _Way:
    """A path, or ``count`` that arrived as one, with what it contributed.

    ``chain`` and ``factors`` are how it is told, shortened; where a factor is no
    number there are none.
    """

    value: Value
    count: int
    chain: tuple[str, ...]
    factors: tuple[str, ...] | None

    @property
    def size(self) -> float:
        return float("inf") if has_nan(self.value) else largest(self.value)


@dataclass(frozen=True, slots=True)
class _Found:
    """How many paths lead to a node, and the largest."""

    count: int
    ways: Sequence[_Way]


def paths(trace: Trace, snapshots: Sequence[Snapshot]) -> Iterator[Paths]:
    """Of each leaf, and wherever else several gradients meet."""
    called = [shorten(each, _NAME) for each in names(trace.graph)]
    runs = passes_of(trace)
    ends = [*(each.seed for each in runs), len(snapshots)]
    for run, (_, end) in zip(runs, pairwise(ends), strict=True):
        arrivals = _arrivals(trace, snapshots[run.seed : end])
        roots = " and ".join(called[each] for each in dict.fromkeys(run.roots))
        for node, found in _found(called, run, arrivals).items():
            is_leaf = trace.graph.nodes[node].kind == "leaf"
            came = arrivals.get(node, ())
            if node in run.arrived and came and (is_leaf or len(came) > 1):
                changed = hooked(trace.graph, snapshots[run.ran[node] - 1], node)
                total = changed[0] if changed else run.arrived[node]
                panel = _panel(called, roots, node, found, total)
                yield Paths(node, came[-1].step, run.ran[node], panel)


def _arrivals(
    trace: Trace, snapshots: Sequence[Snapshot]
) -> Mapping[int, list[_Arrival]]:
    """What came in during one ``backward()``, by node."""
    found: dict[int, list[_Arrival]] = defaultdict(list)
    last = [each for each in snapshots if isinstance(each.step, Backward | Hook)][-1:]
    for snapshot in snapshots:
        k, step = snapshot.k, snapshot.step
        if isinstance(step, Seed):
            found[step.node].append(_Arrival(k, None, None, step.value))
        elif isinstance(step, Backward):
            node = trace.graph.nodes[step.node]
            for result, value in zip(node.results, step.arrived, strict=False):
                if result is not None and value is not None:
                    found[node.id].append(_Arrival(k, result, None, value))
            changed = hooked(trace.graph, snapshot.before, node.id)
            for each in flows(snapshot):
                value = last[0].sent.get((node.id, each.input), each.sent)
                local = each.local.item() if each.scalar and each.local else None
                if changed or value != each.sent:  # by a hook: no derivative
                    local = None
                factor = None if local is None else float(local)
                found[each.target].append(_Arrival(k, node.id, factor, value))
    return found


def _found(
    called: Sequence[str], run: Pass, arrivals: Mapping[int, Sequence[_Arrival]]
) -> dict[int, _Found]:
    """The ways to every node that ran, in the order in which they ran."""
    known: dict[int, _Found] = {}
    for node in sorted(run.ran, key=lambda id: (run.ran[id], id not in run.arrived)):
        ways: list[_Way] = []
        count = 0
        for each in arrivals.get(node, ()):
            if each.sender is None:
                ways.append(_Way(each.value, 1, (called[node],), _seed(each.value)))
                count += 1
            elif each.sender in known:  # a file may say that others sent something
                ways += _on(called, node, each, known[each.sender])
                count += known[each.sender].count
        known[node] = _Found(count, nlargest(_LISTED, ways, key=lambda way: way.size))
    return known


def _seed(value: Value) -> tuple[str, ...] | None:
    number = value.item()
    if number == 1:
        return ()
    return None if number is None else (operand(short(number)),)


def _on(
    called: Sequence[str], node: int, via: _Arrival, before: _Found
) -> Iterator[_Way]:
    """The ways to ``node``, one step further than those to where it came from."""
    if before.count > 1 and via.factor is None:
        told = called[node], *before.ways[0].chain[:1], f"({before.count:,} ways)", "…"
        yield _Way(via.value, before.count, told, None)
        return
    for each in before.ways:
        value = via.value
        if before.count > 1:
            number = (via.factor or 0.0) * float(each.value.item() or 0)
            value = replace(value, numbers=(number,))
        factors = None
        if via.factor is not None and each.factors is not None:
            factors = _ends((operand(short(via.factor)), *each.factors), _FACTORS)
        yield _Way(
            value, each.count, _ends((called[node], *each.chain), _NAMES), factors
        )


# in words


def _panel(
    called: Sequence[str], end: str, node: int, found: _Found, total: Value
) -> Why:
    rows = [
        Row(_amount(each.value, at), _told(each)) for at, each in enumerate(found.ways)
    ]
    left = found.count - sum(each.count for each in found.ways)
    if left:
        rows.append(Row("+ …", (("muted", f"{left:,} more, none of them larger"),)))
    if len(rows) > 1:
        told: Spans = (("", "their sum, the gradient of "), ("code", called[node]))
        rows.append(Row(f"= {item(total)}", told))
    lead = "the one path" if found.count == 1 else f"all {found.count:,} paths"
    if left:
        lead = f"the {len(found.ways)} largest of {found.count:,} paths"
    ends: Spans = (("code", called[node]), ("", " to "), ("code", end))
    return Why((("", f"{lead} from "), *ends), tuple(rows))


def _amount(value: Value, at: int) -> str:
    if not at:
        return item(value)
    return f"+ {item(value) if value.shape else operand(item(value))}"


def _told(way: _Way) -> Spans:
    """``x → x**2 → y → loss``, and ``6 × 1 × 32`` or how large it is."""
    chain: Span = ("code", " → ".join(way.chain))
    told = " × ".join(way.factors or ())
    if way.value.item() is None:
        told = f"up to {short(largest(way.value))}"
    return (chain, ("muted", f"  {told}")) if told else (chain,)


def _ends(parts: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The first and the last of many."""
    if len(parts) <= 2 * count + 1:
        return parts
    return *parts[:count], "…", *parts[-count:]
