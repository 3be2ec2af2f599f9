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
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from autoviz.core.dtypes import Array, Dtype
from autoviz.core.hooks import Hooks, RemovableHandle
from autoviz.core.storage import Storage

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = [
    "AccumulateGrad",
    "Edge",
    "Grad",
    "Node",
    "Op",
    "SavedTensor",
    "SeveralNode",
]

Edge = tuple["Node | AccumulateGrad | None", int]

FREED = (
    "Trying to backward through the graph a second time (or directly access saved "
    "tensors after they have already been freed). Saved intermediate values of the "
    "graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or "
    "if you need to access saved tensors after calling backward."
)


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
    makes; none at all means a list of tensors, as many as come out.
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

    @functools.cached_property
    def makes_several(self) -> bool:
        """Whether it makes more than one tensor."""
        return len(self.results) != 1

    def needs(self, wanted: Sequence[bool]) -> set[str]:
        """What must be kept for the inputs that want a gradient."""
        names: set[str] = set()
        for grad, want in zip(self.grads, wanted, strict=True):
            if want:
                names.update(grad.needs)
        return names

    @functools.cached_property
    def kept_results(self) -> tuple[str, ...]:
        """Which results are kept too, whichever inputs want a gradient."""
        needed = {name for grad in self.grads for name in grad.needs}
        return tuple(name for name in self.results if name in needed)


class SavedTensor:
    """A tensor put aside for backward, and the version it had then.

    A saved *result* keeps no handle to its tensor: the tensor holds the node,
    and holding it back would tie a knot that only the garbage collector undoes.
    """

    __slots__ = ("array", "dtype", "output_nr", "storage", "tensor", "version")

    def __init__(
        self,
        array: Array,
        dtype: Dtype,
        storage: Storage,
        tensor: Tensor | None,
        output_nr: int = 0,
    ) -> None:
        self.array = array
        self.dtype = dtype
        self.storage = storage
        self.version = storage.version
        self.tensor = tensor
        self.output_nr = output_nr

    def handle(self, node: Node) -> Tensor:
        """The tensor that was saved, with its place in the graph.

        Raises:
            RuntimeError: the memory was modified by an in-place operation.
        """
        from autoviz.core.tensor import Tensor

        array = self.unpack(node)
        if self.tensor is not None:
            return self.tensor
        if not self.dtype.is_floating_point:
            return Tensor(array, storage=self.storage)
        result = Tensor(array, storage=self.storage, grad_fn=node)
        result.output_nr = self.output_nr
        return result

    def unpack(self, node: Node) -> Array:
        """The numbers, if nobody has written to them since.

        Raises:
            RuntimeError: the memory was modified by an in-place operation.
        """
        if self.storage.version == self.version:
            return self.array
        raise RuntimeError(
            "one of the variables needed for gradient computation has been modified "
            f"by an inplace operation: [{self.dtype.legacy} "
            f"{list(self.array.shape)}]{self._origin(node)} is at version "
            f"{self.storage.version}; expected version {self.version} instead. Hint: "
            "enable anomaly detection to find the operation that failed to compute "
            "its gradient, with torch.autograd.set_detect_anomaly(True, "
            "check_nan=False)."
        )

    def _origin(self, node: Node) -> str:
        maker, number = node, self.output_nr
        if self.tensor is not None:
            if self.tensor.grad_fn is None:
                return ""
            maker, number = self.tensor.grad_fn, self.tensor.output_nr
        stem = maker.name().removesuffix("0").replace("Backward", "")
        if self.tensor is not None and self.tensor._base is not None:
            stem = "AsStrided"  # as which PyTorch sees a view that was written to
        return f", which is output {number} of {stem},"


_sequence = itertools.count()


class Node:
    """A ``grad_fn``: how to send a gradient back through one operation."""

    __slots__ = (
        "__weakref__",
        "arguments",
        "dtype",
        "freed",
        "hooks",
        "metadata",
        "next_functions",
        "op",
        "saved",
        "sequence_nr",
        "shape",
    )

    def __init__(
        self,
        op: Op,
        next_functions: tuple[Edge, ...],
        saved: dict[str, SavedTensor | float | int | bool],
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
        self.metadata: dict[object, Any] = {}
        self.sequence_nr = next(_sequence)

    def name(self) -> str:
        """``"MulBackward0"``: PyTorch's name for it."""
        return self.op.grad_fn

    def __repr__(self) -> str:
        return f"<{self.op.grad_fn} object at {id(self):#x}>"

    def _sequence_nr(self) -> int:
        return self.sequence_nr

    @property
    def outputs(self) -> int:
        """How many tensors it made."""
        return 1

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of one of them, and so of its gradient."""
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
        if all(each is None for each in arrived):
            return [None] * len(self.next_functions)
        unpack = self._handle if create_graph else self._unpack
        kept = {name: unpack(name) for name in sorted(self.saved)}
        kept.update(self.arguments)
        g = list(arrived) if self.op.makes_several else arrived[0]
        return [
            grad.vjp(g, *[kept[name] for name in grad.needs])
            if target is not None
            else None
            for grad, (target, _) in zip(
                self.op.grads, self.next_functions, strict=True
            )
        ]

    def own_hooks(self) -> Hooks:
        """Its hooks; a place for them is made when it is first needed."""
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks

    def register_hook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn(grad_inputs, grad_outputs)`` when the node has run.

        What ``fn`` returns, if not None, is sent on instead.
        """
        return RemovableHandle(self.own_hooks().post, fn)

    def register_prehook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn(grad_outputs)`` before the node runs; it may replace them."""
        return RemovableHandle(self.own_hooks().pre, fn)

    def free(self) -> None:
        """Let go of the saved tensors; their names stay, to refuse by."""
        self.freed = True
        self.saved = dict.fromkeys(self.saved, 0)

    def _unpack(self, name: str) -> Any:
        kept = self.saved[name]
        return kept.unpack(self) if isinstance(kept, SavedTensor) else kept

    def _handle(self, name: str) -> Any:
        kept = self.saved[name]
        return kept.handle(self) if isinstance(kept, SavedTensor) else kept

    def __getattr__(self, attribute: str) -> Any:
        """``_saved_self``, ``_saved_exponent`` … as PyTorch shows them.

        Raises:
            RuntimeError: the saved tensors are freed.
        """
        name = attribute.removeprefix("_saved_")
        if name == attribute:
            raise AttributeError(
                f"'{self.op.grad_fn}' object has no attribute '{attribute}'"
            )
        if name in self.saved:
            if self.freed:
                raise RuntimeError(FREED)
            return _show_saved(self, self.saved[name])
        if any(name in grad.needs for grad in self.op.grads):
            return self.arguments.get(name)
        raise AttributeError(
            f"'{self.op.grad_fn}' object has no attribute '{attribute}'"
        )


def _show_saved(node: Node, kept: Any) -> Any:
    from autoviz.core.tensor import Tensor

    if not isinstance(kept, SavedTensor):
        return Tensor(np.asarray(kept))
    return kept.handle(node)


class SeveralNode(Node):
    """A ``grad_fn`` that several tensors share: ``a, b = x.unbind()``.

    Each has its ``output_nr``. The node runs once, when all have got what they get.
    """

    __slots__ = ("likes",)

    likes: tuple[tuple[tuple[int, ...], Dtype], ...]

    @property
    def outputs(self) -> int:
        return len(self.likes)

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        return self.likes[output_nr]


class AccumulateGrad:
    """Where a gradient ends: it is added to ``variable.grad``."""

    __slots__ = ("__weakref__", "hooks", "metadata", "variable")

    next_functions: tuple[Edge, ...] = ()
    outputs = 1

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable
        self.hooks: Hooks | None = None
        self.metadata: dict[object, Any] = {}

    def name(self) -> str:
        """PyTorch's name for it, namespace and all."""
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self):#x}>"

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        """Shape and type of the leaf, and so of its gradient."""
        return self.variable.array.shape, self.variable.dtype

    def own_hooks(self) -> Hooks:
        """Hooks of the node itself; those of the leaf are on the leaf."""
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks

    def register_hook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn((), grad_outputs)`` when ``.grad`` has its sum."""
        return RemovableHandle(self.own_hooks().post, fn)

    def register_prehook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """Call ``fn(grad_outputs)`` before; it may replace them."""
        return RemovableHandle(self.own_hooks().pre, fn)
