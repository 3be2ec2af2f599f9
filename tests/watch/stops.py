"""Real PyTorch, stopped: the truth that a prefix of a recording is measured by.

Nothing of autoviz runs here. A program is run statement by statement, and PyTorch is
read after each. A ``backward()`` is stopped inside too: PyTorch calls the hooks of its
nodes while it is on its way, and these read everything there is at that moment.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import torch

from tests.oracle import nodes

__all__ = ["Ran", "Seen", "Stop", "after_each_statement"]

Space = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """One variable's tensor at one moment.

    PyTorch may put the same memory into two ``.grad``, if nobody else has it: what a
    later pass adds to one of them is in the other, too.
    """

    value: torch.Tensor
    grad: torch.Tensor | None
    version: int
    grad_is_shared: bool


@dataclass(frozen=True)
class Ran:
    """A node that has run: what arrived at it and what it sent, as PyTorch says."""

    node: Any
    arrived: Sequence[torch.Tensor | None]
    sent: Sequence[torch.Tensor | None]


@dataclass(frozen=True)
class Stop:
    """What is true of PyTorch after ``line``, or while it runs, where a node ``ran``.

    ``freed`` are the nodes whose saved tensors PyTorch does not give out any more.
    Of a line that is a ``backward()`` of ``root`` (a node, and which of its outputs),
    ``inside`` are the stops on its way, and ``seed`` is what it set out with.
    """

    line: int
    seen: Mapping[str, Seen]
    freed: frozenset[Any]
    ran: Ran | None = None
    root: tuple[Any, int] | None = None
    seed: torch.Tensor | None = None
    inside: Sequence[Stop] = ()
    error: Exception | None = None


def after_each_statement(program: str, space: Space) -> Iterator[Stop]:
    """Run a program of one-line statements; it ends with the first mistake."""
    known: list[Any] = []
    for number, line in enumerate(program.splitlines(), 1):
        called = re.match(r"(\w+)\.backward\(", line)
        root = space[called[1]] if called else None
        listening = _Listening(number, space, known)
        error = None
        with listening.to(root):
            try:
                exec(line, space)
            except Exception as caught:
                error = caught
        yield replace(
            _stop(number, space, known),
            root=listening.root,
            seed=listening.seed,
            inside=tuple(listening.stops),
            error=error,
        )
        if error is not None:
            return


@dataclass
class _Listening:
    """To the nodes behind a root while a backward pass runs."""

    line: int
    space: Space
    known: list[Any]
    root: tuple[Any, int] | None = None
    seed: torch.Tensor | None = None
    stops: list[Stop] = field(default_factory=list)
    _edge: Any = None

    @contextmanager
    def to(self, root: torch.Tensor | None) -> Iterator[None]:
        if root is None or not root.requires_grad:
            yield
            return
        self.root, found = _behind(root)
        self.known += [each for each in found if each not in self.known]
        handles = []
        for node in found:
            handles.append(node.register_prehook(self._before))
            handles.append(node.register_hook(partial(self._after, node)))
        yield
        self._has_freed()
        for handle in handles:
            handle.remove()

    def _before(self, arriving: Sequence[torch.Tensor | None]) -> None:
        self._has_freed()
        if not self.stops and self.root is not None:
            self.seed = _copy(arriving[self.root[1]])

    def _has_freed(self) -> None:
        """PyTorch lets go of what a node saved just after the hooks of that node."""
        if self.stops:
            self.stops[-1] = replace(self.stops[-1], freed=_freed(self.known))

    def _after(self, node: Any, sent: Sequence[Any], arrived: Sequence[Any]) -> None:
        ran = Ran(node, [*map(_copy, arrived)], [*map(_copy, sent)])
        stop = _stop(self.line, self.space, self.known)
        self.stops.append(replace(stop, ran=ran))


def _behind(root: torch.Tensor) -> tuple[tuple[Any, int], list[Any]]:
    only_by_base = root._base is not None and root._base.requires_grad
    if root.grad_fn is None and not only_by_base:
        edge = torch.autograd.graph.get_gradient_edge(root)
        return (edge.node, 0), [edge.node]
    return (root.grad_fn, root.output_nr), nodes(root)


def _stop(line: int, space: Space, known: Sequence[Any]) -> Stop:
    tensors = {n: v for n, v in space.items() if isinstance(v, torch.Tensor)}
    grads = {name: _grad(each) for name, each in tensors.items()}
    places = Counter(each.data_ptr() for each in grads.values() if each is not None)
    seen = {name: _seen(each, grads[name], places) for name, each in tensors.items()}
    return Stop(line, seen, _freed(known))


def _seen(
    tensor: torch.Tensor, grad: torch.Tensor | None, places: Mapping[int, int]
) -> Seen:
    is_shared = grad is not None and places[grad.data_ptr()] > 1
    return Seen(_copy(tensor), _copy(grad), tensor._version, is_shared)


def _grad(tensor: torch.Tensor) -> torch.Tensor | None:
    """What is asked here makes no node, not even of a view that needs a new one."""
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        return tensor.grad


def _copy(tensor: torch.Tensor | None) -> Any:
    return None if tensor is None else torch.from_numpy(tensor.detach().numpy().copy())


def _freed(known: Sequence[Any]) -> frozenset[Any]:
    return frozenset(each for each in known if _is_freed(each))


def _is_freed(node: Any) -> bool:
    """The list of ``x[[0, 1]]`` is not looked at: recordings do not show it."""
    for name in dir(node):
        if name.startswith("_saved_") and name != "_saved_indices":
            try:
                getattr(node, name)
            except RuntimeError as error:
                if "already been freed" in str(error):
                    return True
    return False
