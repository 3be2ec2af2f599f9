"""What a recording of totals says no to.

It runs ``backward()`` in a way of its own. Code of the learner's that runs within
could notice that, or change what is being looked at: hooks, Functions whose backward
is Python, saved tensors that are unpacked. What has such code in it is refused before
anything has run.

Hooks on nodes cannot be listed, but a hook that is added tells of those before it. So
nodes are tried where somebody may have put one. Not found are only hooks that were put
on AccumulateGrad before the recording, through a graph that is not part of it, and by
nobody who still has the node; and those of C++: these do not run. A hook of a tensor
that nobody has any more is not found either; it runs, as ever.

Next: ``torch_totals``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence, Set
from typing import Any

import torch
from torch.autograd.function import BackwardCFunction
from torch.autograd.graph import GradientEdge

from autoviz.errors import RecordingError
from autoviz.watch.side import Side
from autoviz.watch.source import here
from autoviz.watch.torch_quiet import GradFn, hooks_so_far, may_read, pass_number
from autoviz.watch.torch_saved import saved_names
from autoviz.watch.variables import variable
from autoviz.watch.writer import Writer

__all__ = ["Refused"]


class Refused:
    """What was found so far, by the numbers of nodes."""

    def __init__(self, writer: Writer, side: Side) -> None:
        self._writer = writer
        self._side = side
        self._found: dict[int, str] = {}
        self._older: set[int] = set()
        self._hooks: int | None = None

    def note(self, grad_fn: GradFn, node: int, *, is_older: bool) -> None:
        """Look at a new node; ``is_older`` says that it was made before."""
        if self._hooks is None:
            self._hooks = hooks_so_far()
        if is_older:
            self._older.add(node)
        name = grad_fn.name()
        if isinstance(grad_fn, BackwardCFunction):
            self._found[node] = f"{name}, whose backward is Python"
        elif not grad_fn.next_functions:
            self._found[node] = f"{name}, which leads nowhere"
        elif _is_packed(grad_fn):
            self._found[node] = (
                f"what {name} has saved, which is packed (by checkpointing, or by "
                "saved_tensors_hooks)"
            )

    def check_call(
        self, name: str, makes_graph: bool, args: Sequence[Any], inputs: Any
    ) -> None:
        """Raise if the call asks for something else than a plain ``backward()``."""
        if name == "grad":
            raise _no("torch.autograd.grad()")
        if makes_graph:
            raise _no("backward(create_graph=True)")
        if inputs is not None or any(each is not None for each in args[4:]):
            raise _no("backward(inputs=…)")
        if pass_number() != -1:
            raise _no("a backward() inside of another one")

    def check_graph(
        self, edges: Sequence[GradientEdge], leaves: Iterable[int], retains: bool
    ) -> None:
        """Raise if something is there that runs code of the learner's.

        Args:
            edges: the whole pass.
            leaves: which of these lead to an AccumulateGrad.
            retains: whether there are tensors with ``retain_grad()``.
        """
        for number in self._numbers(edges) & self._found.keys() if self._found else ():
            raise _no(self._found[number])
        for at in leaves:
            leaf = _leaf(edges[at])
            if leaf._backward_hooks or leaf._post_accumulate_grad_hooks:
                raise _no(f"a hook of {self._name(leaf)}")
            if _references(edges[at]) > _ALONE and _has_hook(edges[at].node):
                raise _no(f"a hook on the AccumulateGrad of {self._name(leaf)}")
        are_likely = self._hooks != hooks_so_far() or bool(self._older)
        if are_likely or retains:
            self._check_tensors(set(edges))
        for each in edges if are_likely else ():
            if _has_hook(each.node):
                raise _no(f"a hook on {each.node.name()}")

    def _check_tensors(self, edges: Set[GradientEdge]) -> None:
        for tensor, _ in self._side.alive():
            if GradientEdge(tensor.grad_fn, tensor.output_nr) in edges:
                if tensor._backward_hooks:
                    raise _no(f"a hook of {self._name(tensor)}")
                if tensor.retains_grad:
                    raise _no(f"retain_grad() of {self._name(tensor)}")

    def _numbers(self, edges: Iterable[GradientEdge]) -> Set[int]:
        nodes: Iterable[GradFn] = (each.node for each in edges)
        return {each.metadata[self._side.mark] for each in nodes}

    def _name(self, tensor: torch.Tensor) -> str:
        node, place = self._side.known(tensor), here()
        names = self._writer.names(node) if node is not None else ()
        found = variable(place[1], tensor) if place else None
        return next(iter(names), found or "a tensor")


def _no(found: str) -> RecordingError:
    return RecordingError(
        f"totals=True cannot record {found}; record without totals=True"
    )


def _is_packed(grad_fn: GradFn) -> bool:
    names = saved_names(type(grad_fn))
    saved = (getattr(grad_fn, f"_raw_saved_{name}", None) for name in names)
    return not all(each is None or may_read(each) for each in saved)


def _leaf(edge: GradientEdge) -> torch.Tensor:
    accumulate: Any = edge.node
    leaf: torch.Tensor = accumulate.variable
    return leaf


def _has_hook(grad_fn: GradFn) -> bool:
    """Whether Python has put a hook on a node."""
    for register in (grad_fn.register_hook, grad_fn.register_prehook):
        ours = register(_nothing)
        hooks = ours.hooks_dict_ref()
        ours.remove()
        if hooks:
            return True
    return False


def _nothing(*_: Any) -> None:
    """A hook that looks at nothing and changes nothing."""


def _references(edge: GradientEdge) -> int:
    return sys.getrefcount(edge.node)


def _references_of_ours() -> int:
    """To a node that is part of a graph, and that nobody else has in Python."""
    with torch.enable_grad():
        clone: GradFn = torch.zeros((), requires_grad=True).clone().grad_fn
    return _references(GradientEdge(*clone.next_functions[0]))


_ALONE = _references_of_ours()
