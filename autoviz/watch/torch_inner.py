"""Results that no variable ever had: those between the nodes of one call.

``1 / x`` makes two nodes, and the learner gets only the last one's result. The value
in between is known where a node saved it, or where it is the same numbers in another
shape; where it is not known, none is made up.

Next: ``torch_backward``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from autoviz.watch.torch_ops import (
    arguments_of,
    op_name,
    parameters,
    row_of,
    saved_names,
)
from autoviz.watch.torch_quiet import GradFn, may_read
from autoviz.watch.torch_values import array_of

__all__ = ["inner_tensors", "is_freed", "saved_and_version", "saved_tensor"]


def inner_tensors(
    new: Sequence[GradFn], output: torch.Tensor, given: Sequence[torch.Tensor]
) -> dict[GradFn, torch.Tensor | None]:
    """What each node of a call made, where that can be known; ``new`` in order."""
    found: dict[GradFn, torch.Tensor | None] = dict.fromkeys(new)
    for each in (output, output._base):
        if each is not None and each.grad_fn in found and not each.output_nr:
            found[each.grad_fn] = each
    for each in reversed(new):
        if found[each] is None:
            found[each] = saved_tensor(each, "result")
        _look_behind(each, found)
    for each in new:
        if found[each] is None:
            found[each] = _moved(each, found, given)
    return found


def saved_tensor(grad_fn: GradFn, name: str) -> torch.Tensor | None:
    """What a node has saved under a name, if that may be looked at."""
    kept = saved_and_version(grad_fn, name)
    return kept[0] if kept is not None else None


def saved_and_version(grad_fn: GradFn, name: str) -> tuple[torch.Tensor, int] | None:
    """What a node has saved under a name, and its version then."""
    saved = getattr(grad_fn, f"_raw_saved_{name}", None)
    if saved is None or not may_read(saved):
        return None
    try:
        kept = getattr(grad_fn, f"_saved_{name}", None)
    except RuntimeError:  # freed; or written to by the operation itself: x *= x
        data = getattr(saved, "data", None)
        return (data, data._version - 1) if isinstance(data, torch.Tensor) else None
    return (kept, kept._version) if isinstance(kept, torch.Tensor) else None


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


def _look_behind(grad_fn: GradFn, found: dict[GradFn, torch.Tensor | None]) -> None:
    """A node's inputs, as it saved them, or as what it made of them shows."""
    edges = grad_fn.next_functions
    names, _ = parameters(grad_fn.name(), len(edges))
    for at, (source, _) in enumerate(edges):
        if source is None or source not in found or found[source] is not None:
            continue
        shape = tuple(source._input_metadata[0].shape)
        kept = saved_tensor(grad_fn, names[at]) if at < len(names) else None
        made = found[grad_fn]
        if kept is not None and kept.shape == shape:
            found[source] = kept
        elif made is not None and op_name(grad_fn.name()) in _SAME_ORDER:
            found[source] = made.detach().reshape(shape)


def _moved(
    grad_fn: GradFn,
    found: dict[GradFn, torch.Tensor | None],
    given: Sequence[torch.Tensor],
) -> torch.Tensor | None:
    """What a node made, if that is what it was given in another shape."""
    name = op_name(grad_fn.name())
    source = grad_fn.next_functions[0][0] if grad_fn.next_functions else None
    taken = found.get(source)
    if taken is None:
        taken = getattr(source, "variable", None)
    if taken is None:
        taken = next((each for each in given if each.grad_fn is source), None)
    if source is None or not isinstance(taken, torch.Tensor):
        return None
    made = grad_fn._input_metadata[0]
    if name == "t":
        return taken.detach().t()
    row, shape = row_of(grad_fn.name(), ""), tuple(made.shape)
    if row is None or not row.view:
        return taken.detach().reshape(shape) if name in _SAME_ORDER else None
    array = array_of(taken)
    if array is None:
        return None
    moved = row.forward(array, **arguments_of(grad_fn, row, shape, ()))
    return torch.as_tensor(np.array(moved)).to(made.dtype)


_SAME_ORDER = frozenset(
    {"alias", "clone", "reshape_alias", "squeeze", "unsafe_view", "unsqueeze", "view"}
)
