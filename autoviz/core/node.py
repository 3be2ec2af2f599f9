"""What an operation leaves behind: a node of the graph.

Running ``y = x * w`` forward makes two things: the number, and a note for later
on how to turn a gradient of ``y`` into gradients of ``x`` and ``w``. The note is
a ``Node``. It is what ``y.grad_fn`` returns, and its ``next_functions`` point to
the notes of ``x`` and ``w``; that is the whole graph.

Next: ``ops/``, then ``engine``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from autoviz.core.anomaly import anomaly, remember
from autoviz.core.dtypes import Dtype
from autoviz.core.hints import hinted
from autoviz.core.hooks import Hooks, RemovableHandle
from autoviz.core.op import Op, Plan
from autoviz.core.saved import Kept, RawSaved, show
from autoviz.core.sentences import FREED
from autoviz.core.shapes import Size

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = [
    "AccumulateGrad",
    "BaseNode",
    "Edge",
    "InputMetadata",
    "Node",
    "SeveralNode",
]

Edge = tuple["Node | AccumulateGrad | None", int]

_BY_HAND = {
    name: f"torch::autograd::{name}"
    for name in ("CopyBackwards", "CopySlices", "Error", "NotImplemented")
}

_sequence = itertools.count()


class InputMetadata(NamedTuple):
    """What a gradient that comes to a node is like: the result it belongs to."""

    shape: Size
    dtype: Dtype


class BaseNode:
    """What all nodes have, those of operations and those of leaves."""

    __slots__ = ("__weakref__", "hooks", "known_metadata")

    hooks: Hooks | None
    known_metadata: dict[Any, Any] | None
    next_nodes: tuple[Node | AccumulateGrad | None, ...]
    next_numbers: tuple[int, ...]
    sequence_nr: int
    output_count = 1  # how many tensors it made

    @property
    def next_functions(self) -> tuple[Edge, ...]:
        """Where its gradients go: nodes, and which of their outputs they are for."""
        return tuple(zip(self.next_nodes, self.next_numbers, strict=True))

    def name(self) -> str:
        """PyTorch's name for it."""
        return self.grad_fn_name()

    def grad_fn_name(self) -> str:
        """The same, for us: a learner's ``ctx.name = …`` is in nobody's way."""
        raise NotImplementedError

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of one of its results, and so of its gradient."""
        raise NotImplementedError

    def _sequence_nr(self) -> int:
        return self.sequence_nr

    @property
    def metadata(self) -> dict[Any, Any]:
        """A place for notes on this node, of whoever wants to make some."""
        if self.known_metadata is None:
            self.known_metadata = {}
        return self.known_metadata

    @property
    def _input_metadata(self) -> tuple[InputMetadata, ...]:
        likes = (self.like(output_nr) for output_nr in range(self.output_count))
        return tuple(InputMetadata(Size(shape), dtype) for shape, dtype in likes)

    def own_hooks(self) -> Hooks:
        """Its hooks; a place for them is made when it is first needed."""
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks

    def register_hook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn(grad_inputs, grad_outputs)`` when the node has run.

        What ``fn`` returns, if not None, is sent on instead. A leaf's node sends
        nothing: ``.grad`` has its sum then.
        """
        return RemovableHandle(self.own_hooks().post, fn)

    def register_prehook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn(grad_outputs)`` before the node runs; it may replace them."""
        return RemovableHandle(self.own_hooks().pre, fn)


class Node(BaseNode):
    """A ``grad_fn``: how to send a gradient back through one operation."""

    __slots__ = (
        "arguments",
        "dtype",
        "freed",
        "kept",
        "next_nodes",
        "next_numbers",
        "plan",
        "sequence_nr",
        "shape",
    )

    is_selective = True  # it computes no gradient that nobody has asked for

    def __init__(
        self,
        plan: Plan,
        next_nodes: tuple[Node | AccumulateGrad | None, ...],
        next_numbers: tuple[int, ...],
        kept: tuple[Any, ...],
        arguments: Mapping[str, Any],
        shape: tuple[int, ...],
        dtype: Dtype,
    ) -> None:
        self.plan = plan
        self.next_nodes = next_nodes
        self.next_numbers = next_numbers
        self.kept = kept  # what ``plan.saves`` names
        self.arguments = arguments
        self.shape = shape  # of the tensor it made, so of the gradient it takes
        self.dtype = dtype
        self.freed = False
        self.hooks: Hooks | None = None
        self.known_metadata: dict[Any, Any] | None = None
        self.sequence_nr = next(_sequence)
        if anomaly.enabled:
            remember(self)

    def table_row(self) -> Op:
        """The row of the table: what the operation is."""
        return self.plan.op

    def grad_fn_name(self) -> str:
        """``"MulBackward0"``: PyTorch's name for it."""
        grad_fn = self.table_row().grad_fn
        return _BY_HAND.get(grad_fn, grad_fn)

    def __repr__(self) -> str:
        return f"<{self.table_row().grad_fn} object at {id(self):#x}>"

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of one of its results, and so of its gradient."""
        return self.shape, self.dtype

    def backward(
        self, arrived: Sequence[Any], *, create_graph: bool = False
    ) -> list[Any]:
        """One gradient per input, None where none is wanted or none arrived.

        Gradients are arrays, or with ``create_graph`` tensors.

        Raises:
            RuntimeError: what it had saved is freed, or was overwritten.
        """
        if self.freed and self.kept:
            raise hinted(RuntimeError(FREED), "freed")
        plan = self.plan
        sent: list[Any] = [None] * len(self.next_nodes)
        g: Any = arrived[0]
        if plan.op.makes_several:
            g = None if all(each is None for each in arrived) else arrived
        if g is None:
            return sent
        found = []
        for each in self.kept:
            is_tensor = isinstance(each, Kept)
            found.append(each.unpack(self, create_graph) if is_tensor else each)
        if plan.asks:
            found += [self.arguments.get(name) for name in plan.asks]
        for position, vjp, places in plan.calls:
            if len(places) == 1:
                sent[position] = vjp(g, found[places[0]])
            else:
                sent[position] = vjp(g, *[found[place] for place in places])
        return sent

    def free(self) -> None:
        """Let go of the saved tensors; their names stay, to refuse by."""
        self.freed = True
        if self.kept:
            self.kept = (None,) * len(self.kept)

    def saved_by_name(self) -> dict[Any, Any]:
        """What it has put aside, by name; None for each when it is freed."""
        return dict(zip(self.plan.saves, self.kept, strict=True))

    def save_instead(self, name: Any, kept: Any) -> None:
        """Put something else in the place of what was put aside."""
        self.kept = tuple((self.saved_by_name() | {name: kept}).values())

    def __getattr__(self, attribute: str) -> Any:
        """``_saved_self``, ``_saved_exponent`` … as PyTorch shows them.

        Raises:
            RuntimeError: the saved tensors are freed.
        """
        name = attribute.removeprefix("_raw").removeprefix("_saved_")
        if attribute in (f"_saved_{name}", f"_raw_saved_{name}"):
            saved = self.saved_by_name()
            if name in saved or self._may_save(name):
                if attribute.startswith("_raw"):
                    return RawSaved(self, name)
                return show(self, saved[name]) if name in saved else None
            if name in self.table_row().saving_order:
                return self.arguments.get(name)
        raise AttributeError(
            f"'{self.grad_fn_name()}' object has no attribute '{attribute}'"
        )

    def _may_save(self, name: str) -> bool:
        """Whether it is a tensor that this node saves, if it is wanted."""
        op = self.table_row()
        return name in (*op.inputs, *op.results) and name in op.saving_order


class SeveralNode(Node):
    """A ``grad_fn`` that several tensors share: ``a, b = x.unbind()``.

    Each has its ``output_nr``. The node runs once, when all have got what they get.
    """

    __slots__ = ("likes",)

    likes: tuple[tuple[tuple[int, ...], Dtype], ...]

    @property
    def output_count(self) -> int:  # type: ignore[override]
        return len(self.likes)

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        return self.likes[output_nr]


class AccumulateGrad(BaseNode):
    """Where a gradient ends: it is added to ``variable.grad``."""

    __slots__ = ("shape", "variable")

    next_nodes: tuple[Node | AccumulateGrad | None, ...] = ()
    next_numbers: tuple[int, ...] = ()
    sequence_nr = 2**64 - 1  # newer than all: it runs as soon as it is ready

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable
        self.shape = variable.array.shape  # which the leaf may be given another of
        self.hooks: Hooks | None = None
        self.known_metadata: dict[Any, Any] | None = None
        if anomaly.enabled:
            remember(self)

    def grad_fn_name(self) -> str:
        """PyTorch's name for it, namespace and all."""
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self):#x}>"

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of the leaf, and so of its gradient."""
        return self.shape, self.variable.dtype
