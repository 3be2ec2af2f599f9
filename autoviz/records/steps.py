"""What happened: the log of a run, one step after the other.

A step says only what changed; the state after step k is never stored, it is
folded from the steps before (``fold``). Steps count from 1: step k is
``trace.steps[k - 1]``, and "after step 0" is before anything ran.

Next: ``fold``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from autoviz.records.graph import Graph, Source
from autoviz.records.value import Value

__all__ = [
    "Accumulate",
    "Backward",
    "Cut",
    "Failure",
    "Forward",
    "GradSet",
    "Hook",
    "Mode",
    "Seed",
    "Skipped",
    "Step",
    "Trace",
    "Update",
]


@dataclass(frozen=True, slots=True)
class Forward:
    """An operation ran and made ``node``'s tensor.

    ``tracked`` says whether autograd recorded it; where not, ``reason`` says
    why (``"no_grad"``, ``"detach"``, ``"no input requires grad"``, ``"the
    result is bool"``). An in-place operation also ``writes`` the tensor of
    another node: its value becomes this one. ``version`` is what the version counter
    of its memory says then: above 0 if it was written to. ``shared`` are the other
    tensors that look at numbers that were written, by node, and what they hold now; of
    a batch norm also its running statistics, which it changes and counts no version.
    """

    node: int
    value: Value
    tracked: bool
    reason: str | None = None
    source: Source | None = None
    writes: int | None = None
    version: int = 0
    shared: tuple[tuple[int, Value], ...] = ()

    @property
    def changes(self) -> tuple[int, ...]:
        """The nodes that were there before, and hold other numbers since."""
        written = () if self.writes is None else (self.writes,)
        return *written, *(node for node, _ in self.shared)


@dataclass(frozen=True, slots=True)
class Cut:
    """The numbers of ``node`` left autograd: no gradient comes back from there.

    ``by`` is how: ``"item()"``, ``"numpy()"``, ``"float()"``, ``"tolist()"``. Where a
    tensor was made (``detach()``, a whole number), it is a ``Forward`` with a reason.
    """

    node: int
    by: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """Grad mode changed: ``name`` (``"no_grad"``) was entered, or left."""

    name: str
    entered: bool
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Seed:
    """``backward()`` was called on ``node``'s tensor and put ``value`` there.

    ``continues``: the same ``backward()`` as the seed before. Called on several
    tensors, it puts something at each of them, and then sets out.
    ``outside``: it was called on something else, and ``value`` is what came in here
    from a part of the program that is not recorded.
    """

    node: int
    value: Value
    source: Source | None = None
    continues: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Backward:
    """``node`` ran backward.

    ``arrived``: the gradient of each of its outputs, already summed over paths
    (PyTorch's ``grad_outputs``); most nodes have one output. None where none came,
    which counts as zeros. ``sent``: for each of ``GraphNode.inputs`` the gradient
    that went there, None where none did (``grad_inputs``). ``freed``: its saved
    tensors were let go. ``retained``: for each output what its tensor's ``.grad``
    now holds, after ``retain_grad()``; empty without.
    """

    node: int
    arrived: tuple[Value | None, ...]
    sent: tuple[Value | None, ...]
    freed: bool = True
    retained: tuple[Value | None, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook of the learner's changed gradients at ``node``.

    ``where``: those that ``"arrived"``, by output, before the node ran; or those that
    it ``"sent"``, by input, after it ran. ``name`` is the hook's own.
    """

    node: int
    where: Literal["arrived", "sent"]
    before: tuple[Value | None, ...]
    after: tuple[Value | None, ...]
    name: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Accumulate:
    """AccumulateGrad: ``arrived`` was added to the leaf's ``.grad``."""

    node: int
    before: Value | None
    arrived: Value
    after: Value
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class GradSet:
    """The ``.grad`` of ``node`` was set by hand; ``value`` None means to None.

    ``by`` is how: ``"= None"``, ``"zero_grad()"``, ``"zero_()"``, ``"="``. By
    ``"retain_grad()"`` it was set in a pass, just before the tensor's node failed.
    """

    node: int
    before: Value | None
    value: Value | None
    by: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """An optimizer changed ``node``'s tensor: ``before`` became ``after``.

    ``by`` is the optimizer's class (``"SGD"``), ``arguments`` what it was told, as
    (name, text) pairs: ``lr``, and the others that are neither 0 nor off. ``grad`` is
    what the tensor's ``.grad`` held; None where it is not known number by number.
    ``version`` is what its version counter says then, ``shared`` as in ``Forward``.
    """

    node: int
    before: Value | None
    after: Value
    by: str
    arguments: tuple[tuple[str, str], ...] = ()
    grad: Value | None = None
    source: Source | None = None
    version: int = 0
    shared: tuple[tuple[int, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the program ran without being recorded: what it left behind.

    ``rounds`` of an ``av.loop`` were left out by ``every=``; 0 is what ``only=`` left
    out. Of what was known before, and is another now: ``values``, ``grads`` (None is
    an empty ``.grad``) and ``versions`` by node, and ``freed``, nodes whose saved
    tensors were let go. Everything else is as it was.
    """

    rounds: int
    values: tuple[tuple[int, Value], ...] = ()
    grads: tuple[tuple[int, Value | None], ...] = ()
    versions: tuple[tuple[int, int], ...] = ()
    freed: tuple[int, ...] = ()
    source: Source | None = None

    @property
    def nodes(self) -> frozenset[int]:
        """What it tells something of."""
        pairs = (*self.values, *self.grads, *self.versions)
        return frozenset((*(node for node, _ in pairs), *self.freed))


@dataclass(frozen=True, slots=True)
class Failure:
    """The block raised. ``node`` is the node at fault, where one is.

    ``message`` is the exception's own text, unchanged; ``why`` is one sentence of
    ours, without a full stop, and ``tries`` are one or two things to try. ``places``
    are nodes to look at besides: where the trail to the loss was cut, who wrote.
    Where a saved tensor was overwritten, ``saved`` names it, and ``versions`` are
    the version it had when it was saved, and the one it has.
    """

    type: str
    message: str
    node: int | None = None
    why: str | None = None
    source: Source | None = None
    tries: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    saved: str | None = None
    versions: tuple[int, int] | None = None


Step = (
    Forward
    | Cut
    | Mode
    | Seed
    | Backward
    | Hook
    | Accumulate
    | GradSet
    | Update
    | Skipped
    | Failure
)


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole run: the graph, the steps, and the lines of code they came from.

    ``source`` maps a file's short name to its lines by number, only those
    around what was recorded. ``notes`` are sentences on what this recording leaves
    out: steps beyond ``max_steps``, numbers beyond ``keep_bytes``.
    """

    graph: Graph
    steps: tuple[Step, ...]
    source: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
