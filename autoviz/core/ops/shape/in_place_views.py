"""Another shape for the tensor itself: ``x.t_()``, ``x.unsqueeze_(0)``.

No number is written: the tensor only looks at its memory in another way from now on.
PyTorch counts it as a write all the same, so the version goes up by one, what was saved
before is refused, and leaves are out of bounds. A tensor that was computed gets a node
on top of the one it had. So does a view; its base stays as it is.

Next: ``squeeze_unsqueeze``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core import inplace
from autoviz.core.apply import why_untracked
from autoviz.core.modes import state
from autoviz.core.node import Node
from autoviz.core.op import Op
from autoviz.core.strides import geometry
from autoviz.core.tensor import Tensor

__all__ = ["look_anew"]


def look_anew(op: Op, self: Tensor, **arguments: Any) -> Tensor:
    """Let ``self`` be the view that ``op`` would make of it.

    Raises:
        RuntimeError: it is a leaf, or a view that cannot be tied to its base.
    """
    if state.observer:
        state.observer.writing(self)
    reason = why_untracked(op, (self,), self.dtype)
    if reason is None:
        inplace.check_history(self)
    before, seen = self.array, op.forward(self.array, **arguments)
    node = self.gradient_edge() if reason is None else None
    self.array = seen
    self.storage.written()
    if reason is None:
        known = {"self_sizes": before.shape, "self_geometry": geometry(before)}
        told = {**arguments, **known}
        numbers = (self.output_nr,)
        plan = op.plan(1)
        made = Node(plan, (node,), numbers, (), told, seen.shape, self.dtype)
        self.set_history(made)
    if state.observer:
        state.observer.forward(op, (self,), arguments, self, reason, True)
    return self
