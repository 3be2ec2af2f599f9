"""Folding a prefix of a recording gives the state that PyTorch is in at that moment.

A random program is recorded, by the numpy core and by real PyTorch. Then real PyTorch
runs it once more with nobody watching, and is stopped after each statement, and in a
backward pass after each node (``stops``). At each stop the snapshot of that step says
the same: what each variable holds, its ``.grad``, its version, which nodes are freed,
and what has arrived, was sent and waits at each node.

A statement may have several steps, and PyTorch runs it as one. After each of them a
variable holds what it held before the statement or what it holds after it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autoviz.records import Accumulate, Backward, Forward, Trace, Value
from autoviz.records.fold import History, Snapshot
from tests.core.test_random_programs import programs
from tests.oracle import ours
from tests.watch.parity import recorded
from tests.watch.stops import Ran, Seen, Stop, after_each_statement

MANY = settings(max_examples=500 if os.environ.get("AUTOVIZ_FULL") else 20)

# programs

SEED = "t.tensor([i % 5 / 4 - 0.3 for i in range({0}.numel())], dtype={0}.dtype)"
BACKWARD = f"{{0}}.backward({SEED}.reshape({{0}}.shape), {{1}})"
BY_HAND = (
    "{leaf}.grad = None",
    "if {leaf}.grad is not None: {leaf}.grad.zero_()",
    "with t.no_grad(): {leaf} -= 0.1 * (0.5 if {leaf}.grad is None else {leaf}.grad)",
    "{leaf}.data -= 0.1 * (0.5 if {leaf}.grad is None else {leaf}.grad)",
    "{leaf}.data = {any}.detach().sum() * 0.1 + {leaf}.detach()",
    "{any}.data.mul_(0.5)",
    "{any}.detach().add_(0.25)",
    "{any}.sum().item()",
    "float({any}.sum())",
    "{any}.tolist()",
    "{any}.retain_grad()",
)


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A random program, each statement a line, with what is done by hand between.

    Of most of them the statements that PyTorch refuses are left out, so that there
    is more to tell than the first mistake.
    """
    lines = []
    for line in draw(programs()).splitlines():
        if line.startswith("backward("):
            root, keeps = line[len("backward(") : -1].split(", ")
            line = BACKWARD.format(root, keeps)
        lines.append(line)
        if len(lines) > 5 and draw(st.integers(0, 5)) == 0:
            lines.append(_by_hand(draw, lines))
    for _ in range(draw(st.integers(0, 2))):
        lines.append(_by_hand(draw, lines))
        lines.append(BACKWARD.format("loss", draw(st.booleans())))
    if draw(st.integers(0, 3)) < 3:
        lines = _accepted(lines)
    return "\n".join(lines)


def _by_hand(draw: st.DrawFn, lines: Sequence[str]) -> str:
    known = [line.split(" ")[0] for line in lines if line[0] in "xv" and " = " in line]
    variables = [each for each in dict.fromkeys(known) if each.isalnum()]
    leaves = [each for each in variables if each[0] == "x"]
    chosen = draw(st.sampled_from(BY_HAND))
    leaf, other = draw(st.sampled_from(leaves)), draw(st.sampled_from(variables))
    return chosen.format(leaf=leaf, any=other)


def _accepted(lines: Sequence[str]) -> list[str]:
    space: dict[str, Any] = {"t": torch}
    accepted = []
    for line in lines:
        try:
            exec(line, space)
        except Exception:
            continue
        accepted.append(line)
    return accepted


# what a recording says at a stop


@dataclass
class Prefixes:
    """A recording, and how it tells what real PyTorch has at each stop."""

    trace: Trace
    tolerance: float
    counts_alike: bool  # whether its versions begin where PyTorch's do
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history = History(self.trace)
        self.ends = _last_step_of_each_line(self.trace)
        self.number_of: dict[Any, int] = {}  # PyTorch's node -> ours
        self.counted_from: dict[int, int] = {}
        self.chains: dict[str, list[int]] = {}
        self.made: dict[int, int] = {}
        self.met = _first_use_of_given(self.trace)
        for k, step in enumerate(self.trace.steps, 1):
            if isinstance(step, Forward):
                self.made[step.node] = k

    def follow(self, stops: Iterator[Stop]) -> list[str]:
        """Where the two differ, in words."""
        k = 0
        before: Mapping[str, Seen] = {}
        for stop in stops:
            first, k = k + 1, self.ends.get(stop.line, k)
            waiting = self._pass(stop, first, k) if stop.root and first <= k else None
            self._state(k, stop, waiting)
            for each in range(first, k):
                self._between(each, before, stop.seen)
            before = stop.seen
        if k != len(self.trace.steps):
            self.found.append(f"PyTorch has ended after step {k}")
        return self.found

    # one stop

    def _state(self, k: int, stop: Stop, waiting: Any) -> None:
        snapshot = self.history.at(k)
        for name, seen in stop.seen.items():
            chain = self._nodes_of(name, k)
            if not chain or self.met.get(chain[-1], k) > k:
                continue
            self._value(snapshot, name, chain[-1], seen)
            self._grad(snapshot, name, chain, seen)
            self._version(snapshot, name, chain[-1], seen)
        freed = {self.number_of.get(each) for each in stop.freed}
        self._same(k, "freed", freed, set(snapshot.freed))
        if waiting is not None:
            self._waits(snapshot, waiting)

    def _value(self, snapshot: Snapshot, name: str, node: int, seen: Seen) -> None:
        self._close(snapshot.k, name, seen.value, snapshot.values.get(node))

    def _grad(
        self, snapshot: Snapshot, name: str, chain: Sequence[int], seen: Seen
    ) -> None:
        held = [snapshot.grads[each] for each in chain if each in snapshot.grads]
        actual = held[-1] if held else None
        if not seen.grad_is_shared:
            self._close(snapshot.k, f"{name}.grad", seen.grad, actual)

    def _version(self, snapshot: Snapshot, name: str, node: int, seen: Seen) -> None:
        storage = self.trace.graph.nodes[node].storage
        actual = snapshot.versions.get(storage, 0)
        start = 0
        if not self.counts_alike:
            start = self.counted_from.setdefault(storage, seen.version - actual)
        self._same(snapshot.k, f"version of {name}", seen.version - start, actual)

    def _between(
        self, k: int, before: Mapping[str, Seen], after: Mapping[str, Seen]
    ) -> None:
        snapshot = self.history.at(k)
        for name, seen in before.items():
            chain = self._nodes_of(name, k)
            if chain and self.met.get(chain[-1], k) <= k:
                told = snapshot.values.get(chain[-1])
                if not self._is_close(seen.value, told):
                    self._close(k, name, after[name].value, told)

    # a backward pass

    def _pass(self, stop: Stop, first: int, last: int) -> Any:
        """Compare it node by node; what waits in the end."""
        seeds = [k for k in range(first, last + 1) if self.history.at(k).seeds]
        steps = [k for k in seeds if isinstance(self._step(k), Backward | Accumulate)]
        start = next((k for k in seeds if k >= first), None)
        if start is None or stop.seed is None:
            return None
        root = next(iter(self.history.at(last).seeds))
        self._pair(root, stop.root)
        waiting: dict[tuple[Any, int], list[Any]] = {stop.root: [stop.seed]}
        inside = [each for each in stop.inside if _did_something(each)]
        rounds = list(zip(steps, inside, strict=False))
        self._same(last, "nodes that ran", len(inside), len(steps))
        for k, each in rounds:
            ran = each.ran
            assert ran is not None
            self._went(waiting, ran)
            self._ran(k, ran)
            self._state(k, each, waiting)
        return waiting

    def _pair(self, root: int, node: tuple[Any, int]) -> None:
        """Which of our nodes is which of PyTorch's: edge for edge, from the root."""
        nodes, output = self.trace.graph.nodes, self.trace.graph.output
        waiting = [(output(root)[0], node[0])]
        seen = set()
        while waiting:
            number, each = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            self.number_of[each] = number
            pairs = zip(nodes[number].inputs, each.next_functions, strict=False)
            for edge, (target, _) in pairs:
                if target is not None and edge.node is not None:
                    waiting.append((output(edge.node)[0], target))

    def _went(self, waiting: dict[tuple[Any, int], list[Any]], ran: Ran) -> None:
        for output in range(len(ran.arrived)):
            waiting.pop((ran.node, output), None)
        for target, part in zip(ran.node.next_functions, ran.sent, strict=False):
            if target[0] is not None and part is not None:
                waiting.setdefault(target, []).append(part)

    def _ran(self, k: int, ran: Ran) -> None:
        number, snapshot = self.number_of.get(ran.node), self.history.at(k)
        self._same(k, f"node {ran.node.name()}", number, self._step(k).node)
        if number is None:
            return
        node = self.trace.graph.nodes[number]
        for each, arrived in zip(node.outputs, ran.arrived, strict=False):
            if each is not None:
                told = snapshot.gradients.get(each)
                self._close(k, f"gradient of {each}", arrived, told)
        for position, (target, _) in enumerate(ran.node.next_functions):
            if target is not None:
                told = snapshot.sent.get((number, position))
                self._close(k, f"sent to {position}", ran.sent[position], told)

    def _waits(
        self, snapshot: Snapshot, waiting: Mapping[tuple[Any, int], Sequence[Any]]
    ) -> None:
        expected = {}
        for (node, output), parts in waiting.items():
            number = self.number_of.get(node)
            if number is not None:
                outputs = self.trace.graph.nodes[number].outputs
                expected[outputs[output]] = parts
        actual = snapshot.arriving
        self._same(snapshot.k, "waiting at", set(expected), set(actual))
        for each in set(expected) & set(actual):
            come = actual[each].parts
            self._same(snapshot.k, f"at {each}", len(expected[each]), len(come))
            for part, told in zip(expected[each], come, strict=False):
                self._close(snapshot.k, f"at {each}", part, told)

    # which node a variable is

    def _nodes_of(self, name: str, k: int) -> list[int]:
        """The nodes that a variable has been, up to step k: the last is what it is."""
        if name not in self.chains:
            self.chains[name] = self._chain(name)
        return [each for each in self.chains[name] if self.made.get(each, 0) <= k]

    def _chain(self, name: str) -> list[int]:
        chain: list[int] = []
        for node in self.trace.graph.nodes:
            made = self.made.get(node.id)
            if made is not None and self._step(made).writes is not None:
                continue  # what it computed is in the tensor that it wrote to
            if name in node.names or (
                chain and self._goes_on(node.id, name, chain[-1])
            ):
                chain.append(node.id)
        return chain

    def _goes_on(self, node: int, name: str, other: int) -> bool:
        """Whether the tensor that was the other node has become this one."""
        return self._writes_into(node, other) or self._is_written_view(node, name)

    def _is_written_view(self, node: int, name: str) -> bool:
        """What was written to through this variable was its base: it is made anew."""
        source = self.trace.graph.nodes[node].source
        if self.trace.graph.nodes[node].op != "as_strided" or source is None:
            return False
        return re.match(rf"{name}\W", source.expression) is not None

    def _writes_into(self, node: int, other: int) -> bool:
        """Whether a tracked operation wrote in place, and made a new node."""
        graph, made = self.trace.graph.nodes, self.made.get(node)
        each = graph[node]
        if made is None or not each.inputs or each.inputs[0].node != other:
            return False
        step, storage = self._step(made), each.storage
        before = self.history.at(made - 1).versions.get(storage, 0)
        is_same = storage == graph[other].storage and step.writes is None
        is_asked = step.source is not None  # a view gets a new node without asking
        return is_same and is_asked and step.version > before

    def _step(self, k: int) -> Any:
        return self.trace.steps[k - 1]

    # comparing

    def _same(self, k: int, what: str, expected: object, actual: object) -> None:
        if expected != actual:
            self.found.append(f"step {k}: {what}: {expected!r} is not {actual!r}")

    def _close(
        self, k: int, what: str, expected: torch.Tensor | None, actual: Value | None
    ) -> None:
        if not self._is_close(expected, actual):
            self.found.append(f"step {k}: {what}: {expected} is not {actual}")

    def _is_close(self, expected: torch.Tensor | None, actual: Value | None) -> bool:
        if expected is None or actual is None:
            return expected is None and actual is None
        dtype = str(expected.dtype).removeprefix("torch.")
        if (tuple(expected.shape), dtype) != (actual.shape, actual.dtype):
            return False
        if actual.numbers is None:
            return False
        told = np.array(actual.numbers).reshape(actual.shape)
        return np.allclose(
            expected, told, self.tolerance, self.tolerance, equal_nan=True
        )


def _did_something(stop: Stop) -> bool:
    """An AccumulateGrad that nothing came to has run in vain, and is not a step."""
    ran = stop.ran
    assert ran is not None
    is_leaf = ran.node.name() == "torch::autograd::AccumulateGrad"
    return not is_leaf or ran.arrived[0] is not None


def _first_use_of_given(trace: Trace) -> dict[int, int]:
    """A tensor that nobody has used yet may still be filled, which makes it too."""
    graph = trace.graph.nodes
    given = (node.id for node in graph if node.kind in ("input", "leaf"))
    met = dict.fromkeys(given, len(trace.steps) + 1)
    for k, step in enumerate(trace.steps, 1):
        used = [getattr(step, "node", None), getattr(step, "writes", None)]
        if isinstance(step, Forward):
            used += [each.node for each in graph[step.node].inputs]
        for each in used:
            if each in met:
                met[each] = min(k, met[each])
    return met


def _last_step_of_each_line(trace: Trace) -> dict[int, int]:
    """A step with no place belongs to the line of the next one, which needed it."""
    ends: dict[int, int] = {}
    line = 0
    for k, step in reversed(list(enumerate(trace.steps, 1))):
        line = step.source.line if step.source else line
        ends.setdefault(line, k)
    return ends


@pytest.mark.parametrize("library", [torch, ours], ids=["torch", "numpy"])
@pytest.mark.filterwarnings("ignore:The .grad attribute")
@pytest.mark.filterwarnings("ignore:var")
@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad")
@given(story=stories())
@MANY
def test_every_prefix_is_the_state_pytorch_is_in(library: Any, story: str) -> None:
    trace = recorded(story, library).trace
    tolerance = 1e-3 if "float32" in story else 1e-6
    prefixes = Prefixes(trace, tolerance, counts_alike=library is torch)
    assert [] == prefixes.follow(after_each_statement(story, {"t": torch}))
