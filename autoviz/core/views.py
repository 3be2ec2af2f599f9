"""Views: tensors that look at the memory of another tensor, their base.

``v = b[0]`` copies nothing, so what is written to ``b`` changes ``v``, and the other
way round. Their histories are tied as their numbers are. Of the two, the base has the
true one: whoever writes to a view changes the history of its base (``inplace``).

A view knows from birth how it came from the base: SelectBackward0. That holds until
somebody writes to the memory they share, which the version counter tells. When its
``grad_fn`` is asked for after that, it is made anew from the base as it is now:
AsStridedBackward0, "these places of that memory". A view of a view looks at the same
base; so this is all there is to chains of views.

Some views cannot be tied like this, because of where they come from: from ``no_grad``,
or from a function that makes several views at once. To use one after a recorded write,
or to write to it, is refused.

Next: ``inplace``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from autoviz.core.modes import state
from autoviz.core.node import Node
from autoviz.core.saved import stem
from autoviz.core.sentences import BASE_IS_WRITTEN, VIEW_REFUSED
from autoviz.core.strides import geometry

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["Origin", "ViewOf", "looking_at", "move_retaining"]

Origin = Literal["default", "function", "inference", "no_grad", "several"]
"""Where a view was made; of all but the first it matters once it is written to."""


class ViewOf:
    """What makes a tensor a view.

    ``base`` is no view itself. ``version`` is that of the memory for which the view's
    node was right.
    """

    __slots__ = ("base", "origin", "version")

    def __init__(self, base: Tensor, origin: Origin) -> None:
        self.base = base
        self.origin = origin
        self.version = base.storage.version

    def renew(self, view: Tensor) -> None:
        """Give the view the node that fits what has been written since.

        Raises:
            RuntimeError: it is none of those that can be renewed.
        """
        if view.node is None and not self.base.requires_grad:
            return
        self.check(view, written=True)
        node = _as_strided_node(view, self.base)
        move_retaining(view, view.node, node)
        view.set_history(node)

    def check(self, view: Tensor, *, written: bool = False) -> None:
        """Refuse to write to it, or to renew it when its base was ``written`` to.

        Raises:
            RuntimeError: its origin leaves open what the gradient should be.
        """
        if self.origin == "default":
            return
        done = BASE_IS_WRITTEN if written else "is being"
        made, mode = "A view was", ""
        if view.node is not None:
            made = (
                f"Output {view.output_nr} of {stem(view.node.grad_fn_name())} is a view"
            )
        if self.origin in ("inference", "no_grad") or view.node is None:
            born, now = _MODES.get(self.origin, _MODES["no_grad"])
            which = " of a view which was" if view.node is not None else ""
            made, mode = f"{made}{which} created in {born} mode", f" {now}"
        why = VIEW_REFUSED[self.origin]
        raise RuntimeError(f"{made} and {done} modified inplace{mode}. {why}")


_MODES = {
    "inference": ("inference", "in normal mode"),
    "no_grad": ("no_grad", "with grad mode enabled"),
}


def looking_at(seen: Tensor, *, several: bool = False) -> ViewOf | None:
    """What a new view of ``seen`` is; ``several`` are made at once.

    None for memory that counts no writes.
    """
    if seen.storage.is_inference:
        return None
    origin: Origin = "several" if several else "default"
    if state.inference_mode:
        origin = "inference"
    elif not state.grad_enabled:
        origin = "no_grad"
    if seen.view_of is None:
        return ViewOf(seen, origin)
    inherited = seen.view_of.origin if origin == "default" else origin
    return ViewOf(seen.view_of.base, inherited)


def _as_strided_node(view: Tensor, base: Tensor) -> Node:
    from autoviz.core.ops.shape.as_strided import AS_STRIDED

    size, stride, offset = geometry(view.array)
    arguments = {
        "size": size,
        "stride": stride,
        "storage_offset": offset,
        "self_geometry": geometry(base.array),
    }
    nodes, numbers = (base.gradient_edge(),), (base.output_nr,)
    plan = AS_STRIDED.plan(1)
    return Node(plan, nodes, numbers, (), arguments, size, view.dtype)


def move_retaining(tensor: Tensor, before: Node | None, after: Node) -> None:
    """A tensor gets another node: ``retain_grad()`` goes along, its hooks stay."""
    if before is None or before.hooks is None:
        return
    if before.hooks.retaining(tensor.output_nr) is tensor:
        kept = before.hooks.retains.pop(tensor.output_nr)
        after.own_hooks().retains[0] = kept
