"""Two switches the whole core looks at: is grad on, and is somebody watching.

Both belong to the running thread. ``no_grad`` and its relatives turn the first
one; ``watch`` sets the second to an ``Observer``, which is told what happens and
changes nothing.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from autoviz.core.dtypes import Array
    from autoviz.core.node import AccumulateGrad, Node, Op
    from autoviz.core.tensor import Tensor

__all__ = [
    "PUBLIC",
    "Observer",
    "enable_grad",
    "is_grad_enabled",
    "no_grad",
    "set_grad_enabled",
    "state",
]

P = ParamSpec("P")
R = TypeVar("R")


class Observer(Protocol):
    """Who wants to know. Arrays are handed over by reference: copy what you keep."""

    def created(self, tensor: Tensor) -> None:
        """A tensor was made from numbers, not computed."""

    def writing(self, tensor: Tensor) -> None:
        """An operation is about to write into a tensor, and may yet refuse to."""

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        """An operation ran; ``reason`` says why it was not recorded."""

    def seed(self, root: Tensor, gradient: Array, continues: bool) -> None:
        """``backward()`` begins, perhaps at several tensors."""

    def backward(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        freed: bool,
        retained: Sequence[Array | None],
    ) -> None:
        """A node ran backward.

        By output number: what ``arrived``, and the ``.grad`` of those outputs that
        keep theirs (``retain_grad()``); nothing at all if none does.
        """

    def accumulate(
        self,
        leaf: AccumulateGrad,
        before: Array | None,
        arrived: Array,
        after: Array,
    ) -> None:
        """A leaf's ``.grad`` got its sum. ``before`` is a copy."""

    def failed(self, node: Node, error: Exception) -> None:
        """A node could not run backward."""


class _State(threading.local):
    grad_enabled: bool = True
    observer: Observer | None = None


state = _State()


def is_grad_enabled() -> bool:
    """Whether operations are being recorded in this thread."""
    return state.grad_enabled


class _GradMode:
    """A context manager, a decorator, and (for ``no_grad``) a bare decorator."""

    enabled: bool

    def __enter__(self) -> None:
        self.previous = state.grad_enabled
        state.grad_enabled = self.enabled

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state.grad_enabled = self.previous

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def in_mode(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.clone():
                return function(*args, **kwargs)

        return in_mode

    def clone(self) -> _GradMode:
        return type(self)()


class no_grad(_GradMode):
    """Operations inside are not recorded; their results are leaves without grad.

    >>> with no_grad():
    ...     is_grad_enabled()
    False
    """

    enabled = False

    def __new__(cls, function: Callable[..., Any] | None = None) -> Any:
        return super().__new__(cls) if function is None else cls()(function)


class enable_grad(no_grad):
    """Operations inside are recorded, also within ``no_grad``."""

    enabled = True


class set_grad_enabled(_GradMode):
    """Sets the switch at once; as a context manager, puts it back at the end."""

    def __init__(self, mode: bool) -> None:
        self.previous = state.grad_enabled
        self.enabled = state.grad_enabled = bool(mode)

    def __enter__(self) -> None:
        state.grad_enabled = self.enabled

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        state.grad_enabled = self.previous
        return super().__call__(function)

    def clone(self) -> _GradMode:
        return set_grad_enabled(self.enabled)


PUBLIC = {
    "enable_grad": enable_grad,
    "is_grad_enabled": is_grad_enabled,
    "no_grad": no_grad,
    "set_grad_enabled": set_grad_enabled,
}
