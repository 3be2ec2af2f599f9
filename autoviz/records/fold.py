"""The state after step k, folded from the steps before it.

This is the one place that says what "after step k" means: which values are known,
what has arrived where, what each ``.grad`` holds, what is still saved, and at which
version memory is. ``History`` goes through the steps once and notes what each changes;
a ``Snapshot`` looks into it.

Next: ``passes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from autoviz.records.graph import GraphNode
from autoviz.records.log import Log
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Skipped,
    Step,
    Trace,
    Update,
)
from autoviz.records.value import Value

__all__ = ["Arriving", "History", "Snapshot", "fold"]


@dataclass(frozen=True, slots=True)
class Arriving:
    """The gradient of one node while it comes in over several paths.

    ``parts`` in order of arrival; ``expected`` is how many will come in this
    backward. ``total`` is their sum, known once all are there.
    """

    parts: tuple[Value, ...]
    expected: int
    total: Value | None

    @property
    def complete(self) -> bool:
        return len(self.parts) >= self.expected


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is true after step ``k``. Keys are node ids.

    - ``values``: the numbers of tensors, as far as they were seen
    - ``future``: tensors that are yet to be computed
    - ``seeds``: what ``backward()`` put at the tensors it was called on
    - ``arriving``: gradients waiting at a node that has not run
    - ``gradients``: what arrived, in total, at a node that has run
    - ``sent``: (node, input number) -> the gradient on that edge
    - ``grads``: the ``.grad`` of leaves and retaining tensors; a missing key is
      None, which is not 0
    - ``freed``: nodes whose saved tensors are gone
    - ``versions``: ``GraphNode.storage`` -> the version counter of that memory
    - ``modes``: ``no_grad`` and its like, entered and not left yet, outermost first
    - ``step``: step k itself; None for k = 0

    Everything about gradients but ``grads`` and ``freed`` belongs to the
    backward that is running, or ran last: the first seed of a new one wipes it, and
    so do rounds that were not recorded. Of a node with several results each has its
    own gradient, and the node has none.
    """

    k: int
    step: Step | None
    values: Mapping[int, Value]
    future: Set[int]
    seeds: Mapping[int, Sequence[Value]]
    arriving: Mapping[int, Arriving]
    gradients: Mapping[int, Value]
    sent: Mapping[tuple[int, int], Value]
    grads: Mapping[int, Value]
    freed: Set[int]
    versions: Mapping[int, int]
    modes: tuple[str, ...]
    history: History = field(repr=False, compare=False)

    @property
    def before(self) -> Snapshot:
        """One step earlier."""
        return self.history.at(self.k - 1)


def fold(trace: Trace, k: int) -> Snapshot:
    """The snapshot after step ``k`` (0 ≤ k ≤ number of steps)."""
    return History(trace).at(k)


class History:
    """All snapshots of a trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._values: Log[int, Value] = Log()
        self._made: Log[int, bool] = Log()
        self._seeds: Log[int, tuple[Value, ...]] = Log()
        self._parts: Log[int, _Parts] = Log()
        self._missed: Log[int, int] = Log()
        self._totals: Log[int, Value] = Log()  # in the step that uses them
        self._gradients: Log[int, Value] = Log()
        self._sent: Log[tuple[int, int], Value] = Log()
        self._grads: Log[int, Value] = Log()
        self._freed: Log[int, bool] = Log()
        self._versions: Log[int, int] = Log()
        self._modes: list[tuple[str, ...]] = [()]
        self._passes: list[int] = []  # the step in which each began
        self._roots: list[list[int]] = []
        self._pass_of: list[int] = [-1]
        self.expected = cache(self._expected)
        self.at = cache(self._at)
        for node in trace.graph.nodes:
            self._begin(node)
        for k, step in enumerate(trace.steps, 1):
            self._modes.append(self._modes[-1])
            self._note(k, step)
            self._pass_of.append(len(self._passes) - 1)

    def __len__(self) -> int:
        """Snapshots: one more than steps."""
        return len(self.trace.steps) + 1

    def __iter__(self) -> Iterator[Snapshot]:
        return map(self.at, range(len(self)))

    def _at(self, k: int) -> Snapshot:
        """The snapshot after step ``k``; one is asked for again and again."""
        return Snapshot(
            k=k,
            step=self.trace.steps[k - 1] if k else None,
            values=self._values.at(k),
            future=self._made.later(k),
            seeds=self._seeds.at(k),
            arriving=_ArrivingAt(self, k),
            gradients=self._gradients.at(k),
            sent=self._sent.at(k),
            grads=self._grads.at(k),
            freed=self._freed.at(k).keys(),
            versions=self._versions.at(k),
            modes=self._modes[k],
            history=self,
        )

    # the steps, one after the other

    def _begin(self, node: GraphNode) -> None:
        if node.value is not None:
            self._values.set(0, node.id, node.value)
        if node.grad is not None:
            self._grads.set(0, node.id, node.grad)
        if node.freed:
            self._freed.set(0, node.id, True)
        if node.version:
            self._versions.set(0, node.storage, node.version)

    def _note(self, k: int, step: Step) -> None:
        match step:
            case Forward(node, value, writes=writes):
                self._made.set(k, node, True)
                self._values.set(k, node, value)
                if writes is not None:
                    self._values.set(k, writes, value)
                self._written(k, step)
            case Mode(name, entered):
                self._mode(name, entered)
            case Seed(node):
                self._seed(k, step)
            case Backward(node):
                self._take(k, step, self.trace.graph.nodes[node])
                self._send(k, step, self.trace.graph.nodes[node])
            case Hook(node):
                self._hook(k, step, self.trace.graph.nodes[node])
            case Accumulate(node, _, arrived, after):
                self._parts.drop(k, node)
                self._arrive(k, node, arrived)
                self._grads.set(k, node, after)
            case GradSet(node, value=grad):
                self._set_grad(k, node, grad)
            case Update(node, after=value, grad=held):
                self._values.set(k, node, value)
                if held is not None:
                    self._grads.set(k, node, held)
                self._written(k, step)
            case Skipped():
                self._skip(k, step)

    def _skip(self, k: int, step: Skipped) -> None:
        """What is true now; how it came about was not recorded.

        Whatever backward ran last in rounds that were left out, it was another one.
        """
        if step.rounds:
            self._forget_pass(k)
        for node, value in step.values:
            self._values.set(k, node, value)
        for node, grad in step.grads:
            self._set_grad(k, node, grad)
        for node, version in step.versions:
            self._version(k, node, version)
        for node in step.freed:
            self._freed.set(k, node, True)

    def _written(self, k: int, step: Forward | Update) -> None:
        """What is true of memory, whoever looks at it."""
        self._version(k, step.node, step.version)
        for node, value in step.shared:
            self._values.set(k, node, value)

    def _version(self, k: int, node: int, version: int) -> None:
        storage = self.trace.graph.nodes[node].storage
        if version != self._versions.now.get(storage, 0):
            self._versions.set(k, storage, version)

    def _mode(self, name: str, entered: bool) -> None:
        modes = self._modes[-1]
        if entered:
            self._modes[-1] = (*modes, name)
        elif name in modes:
            inner = len(modes) - 1 - modes[::-1].index(name)
            self._modes[-1] = modes[:inner] + modes[inner + 1 :]

    def _set_grad(self, k: int, node: int, grad: Value | None) -> None:
        if grad is None:
            self._grads.drop(k, node)
        else:
            self._grads.set(k, node, grad)

    # gradients on their way

    def _seed(self, k: int, step: Seed) -> None:
        if not step.continues or not self._passes:
            self._forget_pass(k)
            self._passes.append(k)
            self._roots.append([])
        self._roots[-1].append(step.node)
        before = self._seeds.now.get(step.node, ())
        self._seeds.set(k, step.node, (*before, step.value))
        self._deliver(k, step.node, step.value)

    def _forget_pass(self, k: int) -> None:
        for log in (self._seeds, self._parts, self._missed, self._gradients):
            log.clear(k)
        self._sent.clear(k)

    def _deliver(self, k: int, node: int, part: Value) -> None:
        before = self._parts.now.get(node)
        values = [] if before is None else before.values
        values.append(part)
        self._parts.set(k, node, _Parts(values, len(values)))

    def _arrive(self, k: int, node: int, gradient: Value) -> None:
        self._gradients.set(k, node, gradient)
        self._totals.set(k, node, gradient)

    def _take(self, k: int, step: Backward, node: GraphNode) -> None:
        """What waited at a node, or at each of its results, is used up."""
        for each, arrived in zip(node.outputs, step.arrived, strict=False):
            if each is None:
                continue
            self._parts.drop(k, each)
            if arrived is not None:
                self._arrive(k, each, arrived)
                if node.results:
                    self._sent.set(k, (each, 0), arrived)
        for each, held in zip(node.outputs, step.retained, strict=False):
            if each is not None and held is not None:
                self._grads.set(k, each, held)

    def _send(self, k: int, step: Backward, node: GraphNode) -> None:
        pairs = enumerate(zip(node.inputs, step.sent, strict=False))
        for position, (edge, part) in pairs:
            if edge.node is None:
                continue
            if part is not None:
                self._sent.set(k, (node.id, position), part)
                self._deliver(k, edge.node, part)
            elif edge.needs_grad:
                missed = self._missed.now.get(edge.node, 0)
                self._missed.set(k, edge.node, missed + 1)
        if step.freed and node.saved:
            self._freed.set(k, node.id, True)

    def _hook(self, k: int, step: Hook, node: GraphNode) -> None:
        """What a hook left goes on instead of what there was."""
        if step.where == "arrived":
            for each, before in zip(node.outputs, step.before, strict=False):
                if each is not None and before is not None:
                    self._totals.set(k, each, before)
            return
        given = zip(node.inputs, step.before, step.after, strict=False)
        for position, (edge, before, after) in enumerate(given):
            if edge.node is None or before is None or after is None:
                continue
            self._sent.set(k, (node.id, position), after)
            later = zip(node.inputs[position:], step.before[position:], strict=False)
            back = sum(
                each.node == edge.node and sent is not None for each, sent in later
            )
            self._replace(k, edge.node, back, after)

    def _replace(self, k: int, node: int, back: int, after: Value) -> None:
        """Of what waits at a node, what came as the ``back``-th from the end."""
        waiting = self._parts.now.get(node)
        if waiting is not None and back <= len(waiting.values):
            parts = [*waiting.values]
            parts[-back] = after
            self._parts.set(k, node, _Parts(parts, len(parts)))

    def _expected(self, number: int) -> Mapping[int, int]:
        """How many gradients each node gets in that backward, also from later roots."""
        expected = Counter(self._roots[number])
        seen, waiting = set(expected), list(expected)
        while waiting:
            for each in self.trace.graph.nodes[waiting.pop()].inputs:
                if each.node is None or not each.needs_grad:
                    continue
                expected[each.node] += 1
                if each.node not in seen:
                    seen.add(each.node)
                    waiting.append(each.node)
        return expected

    def made_in(self, node: int) -> int | None:
        """The step that computed a node; None if it was there before."""
        found = self._made.after(0, node)
        return None if found is None else found[0]

    def arriving(self, k: int, node: int) -> Arriving:
        """The sum is not computed here: the step that will use it recorded it."""
        come = self._parts.at(k)[node]
        parts = tuple(come.values[: come.count])
        number = self._pass_of[k]
        wanted = self.expected(number).get(node, len(parts))
        wanted -= self._missed.at(k).get(node, 0)
        if len(parts) < wanted:
            return Arriving(parts, wanted, None)
        if len(parts) == 1:
            return Arriving(parts, wanted, parts[0])
        following = self._passes[number + 1 : number + 2]
        used = self._totals.after(k, node)
        is_used = used is not None and (not following or used[0] < following[0])
        return Arriving(parts, wanted, used[1] if used and is_used else None)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The first ``count`` of a list that still grows."""

    values: list[Value]
    count: int


class _ArrivingAt(Mapping[int, Arriving]):
    """Gradients waiting after one step, each looked at when it is asked for."""

    __slots__ = ("_history", "_k")

    def __init__(self, history: History, k: int) -> None:
        self._history = history
        self._k = k

    def __getitem__(self, node: int) -> Arriving:
        return self._history.arriving(self._k, node)

    def __contains__(self, node: object) -> bool:
        return node in self._history._parts.at(self._k)

    def __iter__(self) -> Iterator[int]:
        return iter(self._history._parts.at(self._k))

    def __len__(self) -> int:
        return len(self._history._parts.at(self._k))
