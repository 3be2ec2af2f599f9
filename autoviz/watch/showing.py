"""``show()``: the graph behind a tensor, without having recorded anything.

What can still be known is known from the graph itself: the nodes, what they have
saved, the leaves and their ``.grad``. Every other number is gone, and is drawn as
not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from autoviz.recording import Recording
from autoviz.watch.numpy_side import NumpySide
from autoviz.watch.recorder import record, torch_side
from autoviz.watch.side import Side
from autoviz.watch.writer import Writer

__all__ = ["show"]


def show(x: Any, *inputs: Any) -> Recording:
    """The graph behind ``x``, as a recording of one picture.

    ``x`` is a tensor of the numpy core or of PyTorch. Given a function or a module,
    and its ``inputs``, it is called, and that one call is recorded.

    >>> import autoviz as av
    >>> x = av.tensor(3.0, requires_grad=True)
    >>> loss = (x * x).named("loss")
    >>> print(show(loss))
    0  start       Before backward(): x is a leaf that requires grad; its .grad is None

    Raises:
        TypeError: neither a tensor nor something to call.
    """
    frame = sys._getframe(1)
    writer = Writer()
    for side in _sides(writer):
        if side.is_tensor(x):
            return _behind(x, side, writer, frame)
    if not callable(x):
        raise TypeError(
            "show() takes a tensor, or a function or module and its inputs, not "
            f"{type(x).__name__}"
        )
    return _called(x, inputs)


def _sides(writer: Writer) -> list[Side]:
    torch = torch_side(writer, keep=64)
    return [NumpySide(writer, keep=64), *([torch] if torch is not None else [])]


def _behind(x: Any, side: Side, writer: Writer, frame: FrameType) -> Recording:
    with side.unseen():
        side.node_of(x, frame)
    for variables in (frame.f_locals, frame.f_globals):
        with side.unseen():
            side.recognise(variables)
        side.name_tensors(variables)
    side.name_explicit()
    side.forget()
    return Recording(writer.trace(), title="graph")


def _called(function: Callable[..., Any], inputs: tuple[Any, ...]) -> Recording:
    with record() as recording:
        function(*inputs)
    return recording
