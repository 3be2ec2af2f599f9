"""``x.data``: the same numbers, behind autograd's back.

``detach`` shares the memory and the version counter, so that backward notices a write.
``data`` has a counter of its own: what is written through it goes unseen. PyTorch keeps
it for old programs. Setting it gives a tensor other memory, and leaves its history.

Next: ``copy_fill``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.faces import Face
from autoviz.core.inplace import is_same
from autoviz.core.modes import state
from autoviz.core.op import Op
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC"]

DATA = Op("data", "", ("self",), lambda self: self, (), symbol="{0}.data", dtype="same")

SET_DATA = Op(
    "set_data",
    "",
    ("self", "new_data"),
    lambda self, new_data: new_data,
    (),
    symbol="{0}.data = {1}",
    dtype="same",
)


def _data(self: Tensor) -> Tensor:
    """The same memory, with a version of its own: what is written goes unseen."""
    seen = wrap(self.array)
    for each in (self, seen):
        each.storage.exported()
    if state.observer is not None:
        state.observer.forward(DATA, (self,), {}, seen, _reason(self), False)
    return seen


def _set_data(self: Tensor, value: Tensor) -> None:
    """From now on look at the memory of another tensor.

    Raises:
        TypeError: that is no tensor.
        RuntimeError: whole numbers are to require grad.
    """
    if not isinstance(value, Tensor):
        kind = type(value)
        home = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
        raise TypeError(
            f"Variable data has to be a tensor, but got {home}{kind.__name__}"
        )
    if self.requires_grad and not value.dtype.is_floating_point:
        raise RuntimeError(
            "data set to a tensor that requires gradients must be floating point "
            "or complex dtype"
        )
    is_nothing = value.dtype is self.dtype and is_same(self, value)  # x.data += 1
    observer = None if is_nothing else state.observer
    if observer is not None:
        observer.writing(self)
    for each in (self, value):
        each.storage.exported()
    self.array, self.dtype = value.array, value.dtype
    if observer is not None:
        observer.forward(SET_DATA, (self, value), {}, self, _reason(self), True)


def _reason(self: Tensor) -> str:
    return "data" if self.requires_grad else "no input requires grad"


PUBLIC: dict[str, Any] = {}

FACES = (Face(_data, property="data", setter=_set_data),)
