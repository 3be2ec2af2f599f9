"""What an operation is (``Op``), and what it leaves behind (``Node``).

Running ``y = x * w`` forward makes two things: the number, and a note for later
on how to turn a gradient of ``y`` into gradients of ``x`` and ``w``. The note is
a ``Node``. It is what ``y.grad_fn`` returns, and its ``next_functions`` point to
the notes of ``x`` and ``w``; that is the whole graph.

An ``Op`` is one row of the table in ``ops/``: the forward function, and for each
input a ``Grad``: the derivative as a person writes it, and as a function.

Next: ``ops/``, then ``engine``.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from autoviz.core.anomaly import anomaly, remember
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.hooks import Hooks, RemovableHandle
from autoviz.core.saved import PackedTensor, RawSaved, SavedTensor, show, stem
from autoviz.core.sentences import FREED
from autoviz.core.shapes import Size

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = [
    "FREED",
    "AccumulateGrad",
    "BaseNode",
    "Edge",
    "Grad",
    "InputMetadata",
    "Node",
    "Op",
    "PackedTensor",
    "SavedTensor",
    "SeveralNode",
    "stem",
]

Edge = tuple["Node | AccumulateGrad | None", int]


@dataclass(frozen=True)
class Grad:
    """The derivative with respect to one input.

    ``rule`` is for reading: ``"2 * self"`` is the local derivative, to be
    multiplied with the gradient that arrives; a rule that mentions ``g`` says
    what is sent (``"g @ mat2.T"``). ``vjp(g, …)`` computes what is sent. The
    names of its parameters say what it needs besides ``g``: an input, a result
    (``result``), ``self_sizes`` (the shape of ``self``), or an argument. Those
    tensors are saved at forward time, and no others. Of an operation with several
    results, ``g`` is a list: the gradient of each, None where none arrived.
    """

    rule: str
    vjp: Callable[..., Any]

    @functools.cached_property
    def needs(self) -> tuple[str, ...]:
        """What ``vjp`` takes besides ``g``."""
        code = self.vjp.__code__
        return code.co_varnames[1 : code.co_argcount]


@dataclass(frozen=True, eq=False)
class Op:
    """One operation: a row of the table.

    ``inputs`` are its tensor parameters, ``grads`` their derivatives in the
    same order (none at all: not differentiable; a condition comes last and has
    none). ``dtype`` says how operands
    are brought together: to their common type, to a floating type, or not;
    ``scalars`` are the arguments that have a say in it (``x**0.5``).
    ``symbol`` is how it is written: inputs by position, arguments by name.
    A ``view`` looks at the memory of its first input. ``results`` names what it
    makes; none at all means a list of tensors, as many as come out. ``optional``
    inputs may be None. ``aside`` names what ``forward`` has worked out on the way and
    returns after the result: no tensors for the program, but saved for backward.
    In place, one that ``overwrites`` puts one number everywhere.
    """

    name: str
    grad_fn: str
    inputs: tuple[str, ...]
    forward: Callable[..., Array]
    grads: tuple[Grad, ...]
    symbol: str
    dtype: Literal["promote", "float", "same"] = "promote"
    scalars: tuple[str, ...] = ()
    view: bool = False
    results: tuple[str, ...] = ("result",)
    optional: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    overwrites: bool = False

    @functools.cached_property
    def makes_several(self) -> bool:
        """Whether it makes more than one tensor."""
        return len(self.results) != 1

    def needs(self, wanted: Sequence[bool]) -> frozenset[str]:
        """What must be kept for the inputs that want a gradient.

        What several derivatives need, or the only one there is, PyTorch keeps anyway.
        """
        pattern = tuple(wanted)
        known = self._known_needs.get(pattern)
        if known is None:
            pairs = zip(self.grads, pattern, strict=True)
            several = [grad for grad, want in pairs if want or len(self.grads) == 1]
            names = (name for grad in several for name in grad.needs)
            known = self._known_needs[pattern] = self._needed_by_several.union(names)
        return known

    @functools.cached_property
    def _known_needs(self) -> dict[tuple[bool, ...], frozenset[str]]:
        """The same few patterns come up again and again."""
        return {}

    @functools.cached_property
    def _needed_by_several(self) -> frozenset[str]:
        every = [name for grad in self.grads for name in grad.needs]
        return frozenset(name for name in every if every.count(name) > 1)

    @functools.cached_property
    def saving_order(self) -> tuple[str, ...]:
        """All that a vjp asks for: inputs and arguments by name, then results."""
        names = sorted({name for grad in self.grads for name in grad.needs})
        before = [name for name in names if name not in self.results]
        return (*before, *(name for name in self.results if name in names))

    @functools.cached_property
    def grads_by_name(self) -> tuple[int, ...]:
        """In which order gradients are computed: PyTorch goes by the alphabet."""
        names = self.inputs[: len(self.grads)]
        return tuple(sorted(range(len(names)), key=names.__getitem__))

    @functools.cached_property
    def saved_inputs(self) -> tuple[tuple[str, int], ...]:
        """The inputs that may have to be saved, by name, and their positions."""
        names = [name for name in self.saving_order if name in self.inputs]
        return tuple((name, self.inputs.index(name)) for name in names)

    @functools.cached_property
    def kept_results(self) -> tuple[str, ...]:
        """Which results are kept too, whichever inputs want a gradient."""
        return tuple(name for name in self.saving_order if name in self.results)


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
    next_functions: tuple[Edge, ...]
    sequence_nr: int
    outputs = 1  # how many tensors it made

    def name(self) -> str:
        """PyTorch's name for it."""
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
        likes = (self.like(output_nr) for output_nr in range(self.outputs))
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
        "next_functions",
        "op",
        "saved",
        "sequence_nr",
        "shape",
    )

    is_selective = True  # it computes no gradient that nobody has asked for

    def __init__(
        self,
        op: Op,
        next_functions: tuple[Edge, ...],
        saved: dict[Any, Any],
        arguments: Mapping[str, Any],
        shape: tuple[int, ...],
        dtype: Dtype,
    ) -> None:
        self.op = op
        self.next_functions = next_functions
        self.saved = saved
        self.arguments = arguments
        self.shape = shape  # of the tensor it made, so of the gradient it takes
        self.dtype = dtype
        self.freed = False
        self.hooks: Hooks | None = None
        self.known_metadata: dict[Any, Any] | None = None
        self.sequence_nr = next(_sequence)
        if anomaly.enabled:
            remember(self)

    def name(self) -> str:
        """``"MulBackward0"``: PyTorch's name for it."""
        return _BY_HAND.get(self.op.grad_fn, self.op.grad_fn)

    def __repr__(self) -> str:
        return f"<{self.op.grad_fn} object at {id(self):#x}>"

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
        if self.freed and self.saved:
            raise RuntimeError(FREED)
        op = self.op
        g = arrived if op.makes_several else arrived[0]
        if g is None or (op.makes_several and all(each is None for each in g)):
            return [None] * len(self.next_functions)
        kept = self._unpacked(create_graph)
        sent: list[Any] = [None] * len(self.next_functions)
        for position in op.grads_by_name:
            if self.next_functions[position][0] is not None:
                grad = op.grads[position]
                sent[position] = grad.vjp(g, *[kept[name] for name in grad.needs])
        return sent

    def _unpacked(self, as_tensors: bool) -> Mapping[str, Any]:
        """All that a vjp may ask for: what was saved, and the arguments."""
        if not self.saved:
            return self.arguments
        kept = {**self.arguments}
        for name in self.op.saving_order:
            if name in self.saved:
                each = self.saved[name]
                if isinstance(each, SavedTensor | PackedTensor):
                    each = each.handle(self) if as_tensors else each.unpack(self)
                kept[name] = each
        return kept

    def free(self) -> None:
        """Let go of the saved tensors; their names stay, to refuse by."""
        self.freed = True
        if self.saved:
            self.saved = dict.fromkeys(self.saved)

    def __getattr__(self, attribute: str) -> Any:
        """``_saved_self``, ``_saved_exponent`` … as PyTorch shows them.

        Raises:
            RuntimeError: the saved tensors are freed.
        """
        name = attribute.removeprefix("_raw").removeprefix("_saved_")
        if attribute in (f"_saved_{name}", f"_raw_saved_{name}"):
            if name in self.saved or self._may_save(name):
                if attribute.startswith("_raw"):
                    return RawSaved(self, name)
                return show(self, self.saved[name]) if name in self.saved else None
            if name in self.op.saving_order:
                return self.arguments.get(name)
        raise AttributeError(f"'{self.name()}' object has no attribute '{attribute}'")

    def _may_save(self, name: str) -> bool:
        """Whether it is a tensor that this node saves, if it is wanted."""
        tensors = (*self.op.inputs, *self.op.results)
        return name in tensors and name in self.op.saving_order


class SeveralNode(Node):
    """A ``grad_fn`` that several tensors share: ``a, b = x.unbind()``.

    Each has its ``output_nr``. The node runs once, when all have got what they get.
    """

    __slots__ = ("likes",)

    likes: tuple[tuple[tuple[int, ...], Dtype], ...]

    @property
    def outputs(self) -> int:  # type: ignore[override]
        return len(self.likes)

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        return self.likes[output_nr]


class AccumulateGrad(BaseNode):
    """Where a gradient ends: it is added to ``variable.grad``."""

    __slots__ = ("variable",)

    next_functions: tuple[Edge, ...] = ()
    sequence_nr = 2**64 - 1  # newer than all: it runs as soon as it is ready

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable
        self.hooks: Hooks | None = None
        self.known_metadata: dict[Any, Any] | None = None
        if anomaly.enabled:
            remember(self)

    def name(self) -> str:
        """PyTorch's name for it, namespace and all."""
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self):#x}>"

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of the leaf, and so of its gradient."""
        return self.variable.array.shape, self.variable.dtype
