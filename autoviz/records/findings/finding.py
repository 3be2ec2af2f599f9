"""What a finding is, and what all who look for one look at.

Next: ``deposits``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from autoviz.records.fold import History
from autoviz.records.graph import GraphNode
from autoviz.records.naming import grad_name, names, step_at
from autoviz.records.passes import Pass, Ways, passes_of, ways_of
from autoviz.records.steps import Accumulate, Failure, Forward, Skipped, Trace, Update
from autoviz.records.subject import called

__all__ = ["Finding", "Kind", "Story"]

Kind = Literal[
    "not emptied",
    "added up",
    "emptied unused",
    "not updated",
    "hook",
    "island",
    "cut",
    "not reached",
    "retained",
    "carried",
    "name moved",
    "leaf without a name",
    "detach ignored",
    "graph kept",
    "writes through",
    "hidden write",
    "nan",
    "inf",
    "zero",
    "vanishing",
    "exploding",
    "broadcast",
    "softmax twice",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling that raised nothing.

    ``step`` is the step to look at, ``node`` the tensor it is about. ``sentence`` says
    what is the case, without a full stop; ``tries`` are one or two things to try.
    """

    kind: Kind
    step: int
    node: int | None
    sentence: str
    tries: tuple[str, ...] = ()

    def __str__(self) -> str:
        tries = f" To try: {'; or '.join(self.tries)}." if self.tries else ""
        return f"Step {self.step}: {self.sentence}.{tries}"


class Story:
    """A trace, and what is asked of it again and again."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.nodes: Sequence[GraphNode] = trace.graph.nodes
        self.has_failed = bool(trace.steps) and isinstance(trace.steps[-1], Failure)

    @cached_property
    def passes(self) -> Sequence[Pass]:
        return passes_of(self.trace)

    @cached_property
    def ways(self) -> Ways:
        return ways_of(self.trace)

    @cached_property
    def history(self) -> History:
        return History(self.trace)

    @cached_property
    def made(self) -> Mapping[int, int]:
        """The step in which each node was computed."""
        steps = enumerate(self.trace.steps, 1)
        return {step.node: k for k, step in steps if isinstance(step, Forward)}

    @cached_property
    def deposits(self) -> Mapping[int, Sequence[tuple[int, Accumulate]]]:
        """What was added to each leaf's ``.grad``, and in which steps."""
        found: dict[int, list[tuple[int, Accumulate]]] = {}
        for k, step in enumerate(self.trace.steps, 1):
            if isinstance(step, Accumulate):
                found.setdefault(step.node, []).append((k, step))
        return found

    @cached_property
    def updates(self) -> Sequence[tuple[int, Update]]:
        """What optimizers did."""
        steps = enumerate(self.trace.steps, 1)
        return [(k, step) for k, step in steps if isinstance(step, Update)]

    @cached_property
    def written(self) -> Collection[int]:
        """The nodes that somebody wrote into, untracked, or while nobody looked."""
        steps = (each for each in self.trace.steps if isinstance(each, Forward))
        unseen = {node for _, step in self.skips for node, _ in step.values}
        return unseen | {node for each in steps for node in each.changes}

    @cached_property
    def skips(self) -> Sequence[tuple[int, Skipped]]:
        """What was not recorded in between."""
        steps = enumerate(self.trace.steps, 1)
        return [(k, step) for k, step in steps if isinstance(step, Skipped)]

    def is_whole(self, first: int, last: int) -> bool:
        """Whether all that ran from one step to another was recorded."""
        return not any(first < k < last for k, _ in self.skips)

    @property
    def leaves(self) -> Iterable[GraphNode]:
        return (each for each in self.nodes if each.kind == "leaf")

    def pass_at(self, k: int) -> Pass:
        """The backward that step ``k`` is part of."""
        return [each for each in self.passes if each.seed <= k][-1]

    # in words

    def name(self, node: int) -> str:
        return names(self.trace.graph)[node]

    def code(self, node: int) -> str:
        """How to write it in an expression."""
        return called(self.nodes[node], self.name(node))

    def grad(self, node: int) -> str:
        return grad_name(self.name(node))

    def at(self, k: int) -> str:
        """``step 3 (h = x * 2)``."""
        return step_at(self.trace, k)
