"""Results that no variable ever had: those between the nodes of one call.

``1 / x`` makes two nodes, and the learner gets only the last one's result. The value
in between is known where a node saved it, or where it is the same numbers in another
shape; where it is not known, none is made up.

Next: ``torch_backward``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch

from autoviz.watch.side import grad_fn_of, is_leaf, requires_by_base
from autoviz.watch.torch_arguments import arguments_of
from autoviz.watch.torch_ops import op_name, parameters, row_of
from autoviz.watch.torch_quiet import GradFn, may_read
from autoviz.watch.torch_saved import saved_names, saved_tensors
from autoviz.watch.torch_values import array_of

__all__ = [
    "Kept",
    "freed_behind",
    "inner_tensors",
    "is_freed",
    "kept_by",
    "without_edge",
]


class Kept(NamedTuple):
    """The tensors that a node has saved, by PyTorch's names, and their versions."""

    tensors: Mapping[str, torch.Tensor]
    versions: Mapping[str, int]


def inner_tensors(
    new: Mapping[GradFn, Kept], output: torch.Tensor, given: Sequence[torch.Tensor]
) -> dict[GradFn, torch.Tensor | None]:
    """What each node of a call made, where that can be known; ``new`` in order."""
    found: dict[GradFn, torch.Tensor | None] = dict.fromkeys(new)
    for seen in (output, output._base):
        if seen is not None and seen.grad_fn in found and not seen.output_nr:
            found[seen.grad_fn] = seen
    for each in reversed(new):
        if found[each] is None:
            found[each] = new[each].tensors.get("result")
        _look_behind(each, new[each], found)
    for each in new:
        if found[each] is None:
            found[each] = _moved(each, found, given)
    return found


def kept_by(grad_fn: GradFn) -> Kept:
    """What a node has saved, as far as that may be looked at."""
    kind: Any = type(grad_fn)
    tensors: dict[str, torch.Tensor] = {}
    versions: dict[str, int] = {}
    for name, raw, read in _saved_places(kind):
        saved = getattr(grad_fn, raw, None)
        if saved is None or not may_read(saved):
            continue
        try:
            tensor, since = getattr(grad_fn, read, None), 0
        except RuntimeError:  # freed; or written to by the operation itself: x *= x
            tensor, since = getattr(saved, "data", None), 1
        if isinstance(tensor, torch.Tensor):
            tensors[name], versions[name] = tensor, tensor._version - since
    return Kept(tensors, versions)


@cache
def _saved_places(kind: Any) -> Sequence[tuple[str, str, str]]:
    """Under which names a kind of node gives out what it has saved."""
    return [
        (name, sys.intern(f"_raw_saved_{name}"), sys.intern(f"_saved_{name}"))
        for name in saved_tensors(kind)
    ]


def is_freed(grad_fn: GradFn) -> bool:
    """Whether a backward pass has let go of what a node had saved."""
    try:
        for name in saved_names(type(grad_fn)):
            saved = getattr(grad_fn, f"_raw_saved_{name}", None)
            if saved is not None and may_read(saved):
                getattr(grad_fn, f"_saved_{name}")
    except RuntimeError as error:
        return "second time" in str(error)
    return False


def freed_behind(
    tensors: Iterable[torch.Tensor], mark: str
) -> Iterator[tuple[int, bool]]:
    """The numbered nodes behind some tensors, and whether what they saved is gone."""
    seen: set[GradFn] = set()
    waiting: list[GradFn] = [each.grad_fn for each in tensors]
    while waiting:
        grad_fn = waiting.pop()
        if grad_fn is None or grad_fn in seen or mark not in grad_fn.metadata:
            continue
        seen.add(grad_fn)
        yield grad_fn.metadata[mark], is_freed(grad_fn)
        waiting += [each for each, _ in grad_fn.next_functions]


def _look_behind(
    grad_fn: GradFn, its: Kept, found: dict[GradFn, torch.Tensor | None]
) -> None:
    """A node's inputs, as it saved them, or as what it made of them shows."""
    edges = grad_fn.next_functions
    names, _ = parameters(grad_fn.name(), len(edges))
    for at, (source, _) in enumerate(edges):
        if source is None or source not in found or found[source] is not None:
            continue
        if _makes_several(source):
            continue
        shape = tuple(source._input_metadata[0].shape)
        kept = its.tensors.get(names[at]) if at < len(names) else None
        made = found[grad_fn]
        if kept is not None and kept.shape == shape:
            found[source] = kept
        elif made is not None and op_name(grad_fn.name()) in _SAME_ORDER:
            found[source] = made.detach().reshape(shape)


def _makes_several(grad_fn: GradFn) -> bool:
    """Which of its results is meant, nobody says."""
    return len(getattr(grad_fn, "_input_metadata", ())) > 1


def _moved(
    grad_fn: GradFn,
    found: dict[GradFn, torch.Tensor | None],
    given: Sequence[torch.Tensor],
) -> torch.Tensor | None:
    """What a node made, if that is what it was given in another shape."""
    name = op_name(grad_fn.name())
    taken = _taken(grad_fn, found, given)
    if taken is None or _makes_several(grad_fn):
        return None
    made = grad_fn._input_metadata[0]
    if name == "t":
        return taken.detach().t()
    row, shape = row_of(grad_fn.name(), ""), tuple(made.shape)
    if name == "as_strided":
        return None  # it depends on where in memory
    if row is None or not row.view:
        return taken.detach().reshape(shape) if name in _SAME_ORDER else None
    array = array_of(taken)
    if array is None:
        return None
    told = arguments_of(grad_fn, row, shape, _nothing, tuple)
    moved = row.forward(array, **told)
    return torch.as_tensor(np.array(moved)).to(made.dtype)


def _taken(
    grad_fn: GradFn,
    found: Mapping[GradFn, torch.Tensor | None],
    given: Sequence[torch.Tensor],
) -> torch.Tensor | None:
    """The first thing that a node was given."""
    if not grad_fn.next_functions:
        return None
    source, output_nr = grad_fn.next_functions[0]
    if source is None:
        return without_edge(given)
    taken = found.get(source)
    if taken is None:
        taken = getattr(source, "variable", None)
    if isinstance(taken, torch.Tensor):
        return taken
    for each in given:
        if grad_fn_of(each) is source and each.output_nr == output_nr:
            return each
    return None


def _nothing(name: str) -> None:
    """What a call gave for a parameter does not matter for a view."""


def without_edge(given: Sequence[torch.Tensor]) -> torch.Tensor | None:
    """The one that requires grad, and to which yet no gradient can go, if it is one.

    A view from within ``no_grad`` requires grad because what it looks at does.
    """
    found = {each for each in given if is_leaf(each) and requires_by_base(each)}
    return found.pop() if len(found) == 1 else None


_SAME_ORDER = frozenset(
    {"alias", "clone", "reshape_alias", "squeeze", "unsafe_view", "unsqueeze", "view"}
)
