"""What an optimizer did to its parameters: one ``Update`` for each that has changed.

They are read when its ``step()`` begins and when it has ended, and what differs is
written down; what is computed in between is the optimizer's own affair. An optimizer
may step another one. Each tells what was done since anybody looked last.

Next: ``scopes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from autoviz.records import Value
from autoviz.watch.capture import is_same
from autoviz.watch.side import Side
from autoviz.watch.source import Position, here
from autoviz.watch.variables import local_variables
from autoviz.watch.writer import Writer

__all__ = ["Updates"]


@dataclass(frozen=True, slots=True)
class Run:
    """A ``step()`` that has begun; ``closure`` is the code it was given to call."""

    optimizer: Any
    position: Position | None
    closure: CodeType | None


class Updates:
    """The parameters of the optimizers of one recording, while some are at work."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        about_to_write: Callable[[Iterable[Any]], None] | None = None,
    ) -> None:
        self._writer = writer
        self._side = side
        self._about_to_write = about_to_write
        self.running: list[Run] = []
        self._values: dict[int, tuple[Any, Value]] = {}

    def begin(
        self,
        optimizer: Any,
        position: Position | None,
        closure: CodeType | None = None,
    ) -> None:
        """It is going to change its parameters."""
        self.look()
        self.running.append(Run(optimizer, position, closure))
        for each in parameters(optimizer):
            if id(each) not in self._values:
                self._values[id(each)] = each, self._side.value(each)
        self.are_about_to_change()

    def are_about_to_change(self) -> None:
        """What is known of them has to be copied, where nobody sees a write."""
        if self._about_to_write is not None:
            self._about_to_write(each for each, _ in self._values.values())

    def end(self, optimizer: Any) -> None:
        """It has ended, if it has begun, and with it all that has begun since."""
        for at in reversed(range(len(self.running))):
            if self.running[at].optimizer is optimizer:
                self.finish(at)
                return

    def finish(self, left: int = 0) -> None:
        """Tell what was done by all but so many of those that have begun."""
        while len(self.running) > left:
            self.look()
            self.running.pop()
        if not self.running:
            self._values.clear()

    def forget(self) -> None:
        """Tell nothing more of them."""
        self.running.clear()
        self._values.clear()

    def look(self) -> None:
        """Tell what has changed since the last look; whoever began last did it."""
        place = here()
        for key, (tensor, before) in list(self._values.items()):
            after = self._side.value(tensor)
            if not is_same(before, after):
                self._values[key] = tensor, after
                self._tell(tensor, before, after, place[1] if place else None)

    def _tell(
        self, tensor: Any, before: Value, after: Value, frame: FrameType | None
    ) -> None:
        run, side, writer = self.running[-1], self._side, self._writer
        is_new = side.known(tensor) is None
        node = side.node_of(tensor, frame)
        if is_new:
            writer.starts_as(node, before)
        if frame is not None and not writer.names(node):
            side.name_parameters(frame.f_globals)
            side.name_parameters(local_variables(frame))
        grad = None if after.numbers is None else side.grad(tensor)
        held = None if grad is None else side.value(grad)
        writer.update(
            node,
            before,
            after,
            type(run.optimizer).__name__,
            self._arguments(run.optimizer, tensor),
            held if held is not None and held.numbers is not None else None,
            run.position,
            version=side.version(tensor),
            shared=side.shared(tensor),
        )

    def _arguments(self, optimizer: Any, tensor: Any) -> Iterator[tuple[str, object]]:
        """What it was told for this parameter: ``lr``, and whatever is not off."""
        for group in optimizer.param_groups:
            if any(each is tensor for each in group["params"]):
                for name in dict.fromkeys(("lr", *optimizer.defaults)):
                    value = self._plain(group.get(name))
                    if name not in _HOW and (value or (name == "lr" and value == 0)):
                        yield name, value

    def _plain(self, value: Any) -> Any:
        """A number, where it is given as a tensor."""
        if self._side.is_tensor(value):
            return value.item() if value.numel() == 1 else None
        if isinstance(value, tuple | list):
            return tuple(map(self._plain, value))
        return value


def parameters(optimizer: Any) -> Iterator[Any]:
    """Those that it can change."""
    for group in optimizer.param_groups:
        yield from (each for each in group["params"] if each.requires_grad)


_HOW = frozenset({"capturable", "differentiable", "foreach", "fused"})
