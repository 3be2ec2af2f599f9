"""What happened: the log of a run, one step after the other.

A step says only what changed; the state after step k is never stored, it is
folded from the steps before (``fold``). Steps count from 1: step k is
``trace.steps[k - 1]``, and "after step 0" is before anything ran.

Next: ``fold``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autoviz.records.graph import Graph, Source
from autoviz.records.value import Value

__all__ = [
    "Accumulate",
    "Backward",
    "Failure",
    "Forward",
    "Seed",
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
    another node: its value becomes this one.
    """

    node: int
    value: Value
    tracked: bool
    reason: str | None = None
    source: Source | None = None
    writes: int | None = None


@dataclass(frozen=True, slots=True)
class Seed:
    """``backward()`` was called on ``node``'s tensor and put ``value`` there.

    ``continues``: the same ``backward()`` as the seed before. Called on several
    tensors, it puts something at each of them, and then sets out.
    """

    node: int
    value: Value
    source: Source | None = None
    continues: bool = False


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
class Accumulate:
    """AccumulateGrad: ``arrived`` was added to the leaf's ``.grad``."""

    node: int
    before: Value | None
    arrived: Value
    after: Value
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """An optimizer changed ``node``'s tensor: ``before`` became ``after``.

    ``by`` is the optimizer's class (``"SGD"``), ``arguments`` what it was told, as
    (name, text) pairs: ``lr``, and the others that are neither 0 nor off. ``grad`` is
    what the tensor's ``.grad`` held; None where it is not known number by number.
    """

    node: int
    before: Value | None
    after: Value
    by: str
    arguments: tuple[tuple[str, str], ...] = ()
    grad: Value | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The block raised. ``node`` is the node at fault, where one is.

    ``why`` is one sentence of ours, without a full stop; ``message`` is the
    exception's own text, unchanged.
    """

    type: str
    message: str
    node: int | None = None
    why: str | None = None
    source: Source | None = None


Step = Forward | Seed | Backward | Accumulate | Update | Failure


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole run: the graph, the steps, and the lines of code they came from.

    ``source`` maps a file's short name to its lines by number, only those
    around what was recorded.
    """

    graph: Graph
    steps: tuple[Step, ...]
    source: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
