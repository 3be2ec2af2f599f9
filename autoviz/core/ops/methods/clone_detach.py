"""The same numbers again: copied (``clone``), or cut off from the graph (``detach``).

A copy has memory of its own, and stays in the graph; ``contiguous`` makes one only if
it must. ``detach`` is the opposite: the same memory, and no history.

Next: ``data``.
"""

from __future__ import annotations

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact
from autoviz.core.modes import state
from autoviz.core.op import Grad, Op
from autoviz.core.sentences import VIEW_DETACHED
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "clone", "contiguous", "detach"]


CLONE = Op(
    "clone",
    "CloneBackward0",
    ("self",),
    compact,
    (Grad("1", lambda g: g),),
    symbol="{0}.clone()",
    dtype="same",
)


CONTIGUOUS = Op(
    "clone",
    "CloneBackward0",
    ("self",),
    lambda self: self.copy(order="C"),
    (Grad("1", lambda g: g),),
    symbol="{0}.clone()",
    dtype="same",
)

# Not differentiable: that is its purpose.
DETACH = Op(
    "detach",
    "",
    ("self",),
    lambda self: self,
    (),
    symbol="{0}.detach()",
    dtype="same",
    view=True,
)


def clone(self: Tensor) -> Tensor:
    """A copy with memory of its own, through which gradients flow."""
    return apply(CLONE, self)


def contiguous(self: Tensor) -> Tensor:
    """Itself, if its elements lie in memory in order; else a copy where they do."""
    if self.array.flags.c_contiguous:
        return self
    return apply(CONTIGUOUS, self)


def detach(self: Tensor) -> Tensor:
    """The same memory, cut off from the graph. Shares the version counter.

    >>> import autoviz as av
    >>> x = av.tensor([1.0], requires_grad=True)
    >>> y = x.detach()
    >>> y.requires_grad, y.data_ptr() == x.data_ptr()
    (False, True)
    """
    return apply(DETACH, self)


def detach_(self: Tensor) -> Tensor:
    """Cut this very tensor off from its graph, and make it a leaf.

    Raises:
        RuntimeError: it is a view.
    """
    if self.view_of is not None:
        raise RuntimeError(VIEW_DETACHED)
    if state.observer is not None:
        state.observer.writing(self)
    self.set_history(None)
    self._requires_grad = False
    return self


PUBLIC = public(clone, detach)

FACES = (
    Face(clone, ("clone",)),
    Face(detach, ("detach",)),
    Face(contiguous, ("contiguous",)),
    Face(detach_, ("detach_",)),
)
