"""What there is: tensors, the nodes that made them, and the edges between.

One ``GraphNode`` stands for a tensor together with its ``grad_fn``, as one card
of the picture does. Its edges are its inputs, in the order of PyTorch's
``next_functions``; they are a sequence, never a set, because ``x*x`` has two
edges between the same two nodes.

Next: ``steps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autoviz.records.value import Value

__all__ = [
    "Edge",
    "Graph",
    "GraphNode",
    "Input",
    "Kind",
    "Saved",
    "Scope",
    "Source",
]

Kind = Literal["leaf", "input", "op", "untracked"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the learner's code something was written.

    ``file`` is a file's base name or ``"cell [3]"``, never a path. Lines count
    from 1, columns from 0 in characters, the end exclusive. ``expression`` is
    the exact text (``"x**2"``); with no columns it is the whole line, and empty
    where the source text is not to be had.
    """

    file: str
    line: int
    end_line: int
    column: int | None
    end_column: int | None
    expression: str


@dataclass(frozen=True, slots=True)
class Input:
    """One tensor argument of an operation.

    ``name`` is PyTorch's parameter name (``"self"``, ``"other"``, ``"mat2"``).
    Either ``node`` says which node it came from, or ``constant`` has the text
    of a plain Python number (``"2"``). ``needs_grad`` says that a gradient
    travels back along this edge. ``rule`` is the derivative as a learner reads
    it, in the rule language of ``core.ops`` (``"other"``, ``"g @ mat2.T"``);
    None where the operation has no derivative here.
    """

    name: str
    node: int | None
    constant: str | None
    needs_grad: bool
    rule: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """One tensor a node keeps for its backward.

    ``name`` as in PyTorch's ``_saved_self``: an input's name, or ``"result"``.
    ``node`` is the node whose value it is (the node itself for ``"result"``),
    or None for a ``constant``. ``version`` is the tensor's version at saving.
    """

    name: str
    node: int | None
    constant: str | None
    version: int


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A tensor and its ``grad_fn``: one card.

    - ``leaf``: a tensor that requires grad and was not computed
    - ``input``: a tensor that was given and needs no gradient
    - ``op``: a computed tensor with a ``grad_fn``
    - ``untracked``: a computed tensor that autograd did not record

    ``op`` is the operation's name in the table (``"pow"``), ``arguments`` its
    non-tensor arguments as (name, text) pairs (``("exponent", "2")``).
    ``names`` are the learner's variables for it, the first one first.
    ``symbol`` is how the operation is written with its inputs in braces by
    position (``"{0} ** 2"``), for where the learner's own text is not known.
    ``value`` is what it holds at the start: a leaf's numbers, or an input's, or
    those of a tensor computed before the recording. Others come with ``Forward``.
    ``grad`` is what its ``.grad`` holds at the start, and ``freed`` says that what
    it had saved was gone by then. ``scope`` is the innermost scope it belongs to.

    A view looks at the memory of the node ``view_of``. What was written in place goes
    on in the memory of an older node, ``memory``; so does a view. It is the first node
    that had that memory, None for one of its own. ``version`` is the version counter
    at the start.

    An operation that makes several tensors (``split``) is a node without a shape and
    a value of its own. Its ``results`` are theirs, by output number; None for one that
    nobody had. They are ``op`` nodes too, each with that node as its one input, but
    nothing that runs: in ``backward()`` a gradient waits at each of them until the
    node that made them all runs, once.
    """

    id: int
    kind: Kind
    op: str | None
    grad_fn: str | None
    shape: tuple[int, ...]
    dtype: str
    inputs: tuple[Input, ...] = ()
    arguments: tuple[tuple[str, str], ...] = ()
    saved: tuple[Saved, ...] = ()
    names: tuple[str, ...] = ()
    symbol: str = ""
    source: Source | None = None
    value: Value | None = None
    grad: Value | None = None
    freed: bool = False
    scope: int | None = None
    results: tuple[int | None, ...] = ()
    view_of: int | None = None
    memory: int | None = None
    version: int = 0

    @property
    def storage(self) -> int:
        """The first node that had its memory: the same for all that share it."""
        return self.id if self.memory is None else self.memory

    @property
    def outputs(self) -> tuple[int | None, ...]:
        """Whose gradients its ``backward`` takes: its own, or those of its results."""
        return self.results or (self.id,)


@dataclass(frozen=True, slots=True)
class Scope:
    """One call of a module: what it computed, and the parameters it owns.

    ``name`` is the module as a learner writes it (``"model.layers.0"``), ``type``
    its class (``"Linear"``). ``call`` counts the calls of this module in this
    recording, from 1. ``outer`` is the scope that it was called in; scopes are
    numbered in the order in which they began.

    A ``with av.scope("encoder"):`` has the type ``"scope"``, one round of an
    ``av.loop`` the type ``"loop"``, and ``call`` counts the rounds.
    """

    id: int
    name: str
    type: str
    call: int
    outer: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """From the node ``tail`` into input number ``input`` of the node ``head``."""

    tail: int
    head: int
    input: int
    needs_grad: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes of a recording; ``nodes[i].id == i``, and so it is with scopes.

    A parameter that several calls share belongs to the first of them.
    """

    nodes: tuple[GraphNode, ...]
    scopes: tuple[Scope, ...] = ()

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, in the order in which the operations ran."""
        return tuple(self._edges())

    def output(self, id: int) -> tuple[int, int]:
        """The node that runs backward for a tensor, and which of its outputs that is.

        It is the tensor's own node, and output 0, unless it is one of several.
        """
        inputs = self.nodes[id].inputs
        maker = inputs[0].node if inputs else None
        results = () if maker is None else self.nodes[maker].results
        if maker is None or id not in results:
            return id, 0
        return maker, results.index(id)

    def _edges(self) -> Iterator[Edge]:
        for node in self.nodes:
            for position, each in enumerate(node.inputs):
                if each.node is not None:
                    yield Edge(each.node, node.id, position, each.needs_grad)
