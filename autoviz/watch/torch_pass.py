"""One backward pass: what was asked for, and what is noted while it runs.

Gradients are noted by reference, with their version: if somebody has written to one
before it is told, it is told without numbers rather than with wrong ones.

Next: ``torch_backward``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.autograd.graph import get_gradient_edge

from autoviz.records import Value
from autoviz.watch.side import grad_fn_of, requires_by_base
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_hooks import Change
from autoviz.watch.torch_values import shape_of, tensors_in, unknown

__all__ = [
    "Deposited",
    "Entered",
    "Gradients",
    "Pass",
    "Ran",
    "Request",
    "is_backward",
    "request",
    "starts_with",
    "versions_of",
]


def is_backward(function: Any) -> bool:
    """Whether a function of PyTorch runs a backward pass."""
    return function in _STARTS


_STARTS = (torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad)


@dataclass(frozen=True)
class Request:
    """What was asked of PyTorch."""

    roots: Sequence[torch.Tensor]
    seeds: Sequence[torch.Tensor | None]
    keeps_graph: bool
    makes_graph: bool

    @property
    def is_runnable(self) -> bool:
        """Whether PyTorch is not going to refuse."""
        return bool(self.roots) and all(
            root.requires_grad
            and (seed is not None or root.numel() == 1)
            and starts_with(root) is not None
            for root, seed in zip(self.roots, self.seeds, strict=True)
        )


def starts_with(root: torch.Tensor) -> tuple[int, ...] | None:
    """The shape of the gradient that a pass from here starts with.

    It is that of the tensor when its node was made. None if it was given another one
    since, behind autograd's back, to which that does not stretch.
    """
    if root.is_nested:
        return ()
    grad_fn = grad_fn_of(root)
    if grad_fn is None and requires_by_base(root):
        return None
    node: Any = grad_fn or get_gradient_edge(root).node
    made = tuple(node._input_metadata[root.output_nr].shape)
    return made if _stretches(made, tuple(root.shape)) else None


def _stretches(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    pairs = zip(reversed(shape), reversed(to), strict=False)
    return len(shape) <= len(to) and all(own in (1, new) for own, new in pairs)


def request(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Request:
    """Where a pass starts, with which gradients, and what it leaves."""
    order = _PARAMETERS["grad" if name == "grad" else "backward"]
    told = dict(zip(order, args, strict=False)) | dict(kwargs)
    roots = next((told[each] for each in _ROOTS if each in told), ())
    seeds = next((told[each] for each in _SEEDS if told.get(each) is not None), None)
    starts = list(tensors_in([roots]))
    given = list(seeds) if isinstance(seeds, list | tuple) else [seeds]
    if len(given) != len(starts):
        given = [None] * len(starts)
    makes, keeps = bool(told.get("create_graph")), told.get("retain_graph")
    return Request(starts, given, makes if keeps is None else bool(keeps), makes)


_PARAMETERS = {
    "grad": ("outputs", "inputs", "grad_outputs", "retain_graph", "create_graph"),
    "backward": ("tensors", "gradient", "retain_graph", "create_graph"),
}
_ROOTS = ("tensors", "outputs", "self")
_SEEDS = ("gradient", "grad_tensors", "grad_outputs", "grad_variables")


@dataclass
class Pass:
    """A backward pass: where it starts, which nodes have run, each leaf's ``.grad``."""

    keeps_graph: bool = False
    makes_graph: bool = False
    roots: list[int] = field(default_factory=list)
    ran: set[int] = field(default_factory=set)
    grads: dict[int, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Ran:
    """A node has run; ``versions`` are those of what arrived, and of what it sent."""

    node: int
    arrived: Sequence[Any]
    sent: Sequence[Any]
    versions: tuple[Sequence[int], Sequence[int]]
    frees: bool
    retained: Sequence[Value | None]
    changes: Sequence[Change]


@dataclass(slots=True)
class Deposited:
    """What arrived at a leaf is in its ``.grad``, or ``changed`` by a hook before."""

    node: int
    arrived: torch.Tensor
    grad: torch.Tensor | None
    versions: Sequence[int]
    changed: bool
    changes: Sequence[Change] = ()


@dataclass(slots=True)
class Entered:
    """What a node that is not recorded sent to those that are, the ``targets``."""

    targets: Sequence[int | None]
    sent: Sequence[Any]
    versions: Sequence[int]


def versions_of(gradients: Sequence[Any]) -> Sequence[int]:
    return [0 if each is None else each._version for each in gradients]


class Gradients:
    """Gradients as values; what one node sent is what arrives at the next."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._known: dict[int, Value] = {}

    def of(
        self, gradients: Sequence[Any], versions: Sequence[int]
    ) -> list[Value | None]:
        """Their values, if nobody has written to them since."""
        return [
            None if each is None else self._one(each, version)
            for each, version in zip(gradients, versions, strict=True)
        ]

    def _one(self, gradient: torch.Tensor, version: int) -> Value:
        if gradient._version != version:
            return unknown(shape_of(gradient), gradient.dtype)
        if id(gradient) not in self._known:
            self._known[id(gradient)] = self._held.value(gradient)
        return self._known[id(gradient)]
