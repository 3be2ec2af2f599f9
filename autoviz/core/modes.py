"""Switches the whole core looks at: is grad on, and is somebody watching.

They belong to the running thread. ``no_grad`` and its relatives turn the first one;
``watch`` sets the second to an ``Observer``, which is told what happens and changes
nothing. ``inference_mode`` is ``no_grad`` and more: what is made inside can never be
part of a graph.
"""

from __future__ import annotations

import functools
import inspect
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

if TYPE_CHECKING:
    from autoviz.core.deposit import Retained
    from autoviz.core.dtypes import Array
    from autoviz.core.node import AccumulateGrad, Node
    from autoviz.core.op import Op
    from autoviz.core.tensor import Tensor

__all__ = [
    "PUBLIC",
    "Observer",
    "enable_grad",
    "inference_mode",
    "is_grad_enabled",
    "is_inference_mode_enabled",
    "no_grad",
    "set_grad_enabled",
    "state",
    "unrecorded",
]

P = ParamSpec("P")
R = TypeVar("R")
HookPair = tuple[Callable[[Any], Any], Callable[[Any], Any]]


class Observer:
    """Who wants to know; it takes up the verbs that concern it.

    Arrays are handed over by reference: copy what you keep.
    """

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

    def followed(self, made: Tensor, statistics: Sequence[Tensor]) -> None:
        """The operation that made a tensor has changed these, too: of batch norm."""

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

    def failed(
        self, node: Node, error: Exception, retained: Sequence[Retained | None]
    ) -> None:
        """A node could not run backward; ``retain_grad()`` has kept this by output."""

    def hooked(
        self,
        node: Node | AccumulateGrad,
        where: Literal["arrived", "sent"],
        before: Sequence[Array | None],
        after: Sequence[Array | None],
        name: str,
    ) -> None:
        """A hook changed what had arrived at a node, or what it had sent."""

    def named(self, tensor: Tensor, name: str) -> None:
        """Somebody has given a tensor a name."""

    def left(self, tensor: Tensor, by: str) -> None:
        """The numbers of a tensor that requires grad went out of autograd."""

    def grad_set(self, tensor: Tensor, before: Tensor | None) -> None:
        """Somebody has set a tensor's ``.grad``."""

    def mode(self, name: str, entered: bool) -> None:
        """Grad mode was switched, as by ``no_grad``, or switched back."""

    def module_entered(self, module: Any) -> None:
        """A module was called; what runs until it is left belongs to it."""

    def module_left(self, module: Any, result: Any) -> None:
        """It has computed its result, or failed to: then that is None."""

    def stepping(self, optimizer: Any) -> None:
        """An optimizer begins its step; nothing is told of what it computes."""

    def interrupted(self) -> None:
        """The step waits for a closure, of which everything is told."""

    def stepped(self, optimizer: Any) -> None:
        """The step has ended."""


class _State(threading.local):
    grad_enabled: bool = True
    inference_mode: bool = False
    observer: Observer | None = None
    saved_tensors_hooks: tuple[HookPair, ...] = ()
    saved_tensors_hooks_disabled: str | None = None
    running: Any = None  # the backward pass that runs


state = _State()


def is_grad_enabled() -> bool:
    """Whether operations are being recorded in this thread."""
    return state.grad_enabled


def is_inference_mode_enabled() -> bool:
    """Whether what is made now can never be part of a graph."""
    return state.inference_mode


class _Mode:
    """A context manager, and a decorator of functions and generators."""

    is_silent = False

    def __enter__(self) -> None:
        self.switch()
        self.tell(True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.switch_back()
        self.tell(False)

    def switch(self) -> None:
        """What entering does."""
        raise NotImplementedError

    def switch_back(self) -> None:
        """What leaving does."""
        raise NotImplementedError

    def tell(self, entered: bool) -> None:
        """Whoever observes hears of it."""
        if state.observer is not None and not self.is_silent:
            state.observer.mode(self.title(), entered)

    def title(self) -> str:
        """What it is called where it is told."""
        return type(self).__name__

    def clone(self) -> _Mode:
        """The same again: a function that is called twice needs two."""
        return type(self)()

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        if inspect.isclass(function):
            warnings.warn(DECORATED_CLASS, FutureWarning, stacklevel=2)
        if inspect.isgeneratorfunction(function):
            return _generator_in_mode(self.clone, function)

        @functools.wraps(function, updated=() if inspect.isclass(function) else _DICT)
        def in_mode(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.clone():
                return function(*args, **kwargs)

        return in_mode


_DICT = ("__dict__",)


def _generator_in_mode(
    mode: Callable[[], _Mode], function: Callable[..., Any]
) -> Callable[..., Any]:
    """A generator is in its mode only while it runs, not while it waits."""

    @functools.wraps(function)
    def in_mode(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        generator = function(*args, **kwargs)
        try:
            with mode():
                response = generator.send(None)
            while True:
                try:
                    request = yield response
                except GeneratorExit:
                    with mode():
                        generator.close()
                    raise
                except BaseException:
                    with mode():
                        response = generator.throw(*sys.exc_info())
                else:
                    with mode():
                        response = generator.send(request)
        except StopIteration as end:
            return end.value

    return in_mode


class _GradMode(_Mode):
    """Turns grad on or off; also ``@no_grad`` without parentheses."""

    enabled: bool

    def __new__(cls, function: Callable[..., Any] | None = None) -> Any:
        return super().__new__(cls) if function is None else cls()(function)

    def switch(self) -> None:
        self.previous = state.grad_enabled
        state.grad_enabled = self.enabled

    def switch_back(self) -> None:
        state.grad_enabled = self.previous


class no_grad(_GradMode):
    """Operations inside are not recorded; their results are leaves without grad.

    >>> with no_grad():
    ...     is_grad_enabled()
    False
    """

    enabled = False


class unrecorded(no_grad):
    """The core's own ``no_grad``: nobody is told."""

    is_silent = True


class enable_grad(_GradMode):
    """Operations inside are recorded, also within ``no_grad``."""

    enabled = True


class set_grad_enabled(_Mode):
    """Sets the switch at once; as a context manager, puts it back at the end."""

    def __init__(self, mode: bool) -> None:
        if not isinstance(mode, bool):
            raise TypeError(
                "set_grad_enabled(): argument 'enabled' (position 1) must be bool, not "
                f"{type(mode).__name__}"
            )
        self.prev = state.grad_enabled
        self.mode = state.grad_enabled = mode
        self.is_told = False
        self.tell(True)

    def tell(self, entered: bool) -> None:
        """As a context manager it is entered twice: when it is made, too."""
        if not (entered and self.is_told):
            super().tell(entered)
        self.is_told = entered

    def switch(self) -> None:
        state.grad_enabled = self.mode

    def switch_back(self) -> None:
        state.grad_enabled = self.prev

    def title(self) -> str:
        return f"set_grad_enabled({self.mode})"

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        state.grad_enabled = self.prev
        self.tell(False)
        return super().__call__(function)

    def __repr__(self) -> str:
        return f"torch.autograd.grad_mode.set_grad_enabled(mode={self.mode})"

    def clone(self) -> _Mode:
        return set_grad_enabled(self.mode)


class inference_mode(_Mode):
    """What is made inside can never be part of a graph, and counts no versions.

    ``inference_mode(False)`` is the way out again.
    """

    def __new__(cls, mode: Any = True) -> Any:
        return super().__new__(cls) if isinstance(mode, bool) else cls()(mode)

    def __init__(self, mode: bool = True) -> None:
        self.mode = mode

    def switch(self) -> None:
        self.previous = state.inference_mode, state.grad_enabled
        state.inference_mode, state.grad_enabled = self.mode, not self.mode

    def switch_back(self) -> None:
        state.inference_mode, state.grad_enabled = self.previous

    def title(self) -> str:
        return "inference_mode" if self.mode else "inference_mode(False)"

    def clone(self) -> _Mode:
        return inference_mode(self.mode)


DECORATED_CLASS = (
    "Decorating classes is deprecated and will be disabled in future versions. You "
    "should only decorate functions or methods. To preserve the current behavior of "
    "class decoration, you can directly decorate the `__init__` method and nothing "
    "else."
)

PUBLIC = {
    "enable_grad": enable_grad,
    "inference_mode": inference_mode,
    "is_grad_enabled": is_grad_enabled,
    "is_inference_mode_enabled": is_inference_mode_enabled,
    "no_grad": no_grad,
    "set_grad_enabled": set_grad_enabled,
}
