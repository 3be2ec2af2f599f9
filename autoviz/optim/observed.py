"""Who watches a program hears of an optimizer's step as a whole.

It is told before the step and after it, and can compare. What the optimizer computes
in between is its own affair, so nobody observes then; but for a *closure*, in which
the learner's own program runs.

Next: ``lr_scheduler``.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from autoviz.core.modes import Observer, state

__all__ = ["interrupting", "observed"]

T = TypeVar("T")


class _Waiting(threading.local):
    observer: Observer | None = None  # while an optimizer is at work


_waiting = _Waiting()


@contextmanager
def observed(optimizer: Any) -> Iterator[None]:
    """The step of an optimizer, perhaps inside of another one's."""
    is_inner = _waiting.observer is not None
    observer = _waiting.observer if is_inner else state.observer
    if observer is None:
        yield
        return
    observer.stepping(optimizer)
    _waiting.observer, state.observer = observer, None
    try:
        yield
    finally:
        observer = _waiting.observer  # a closure may have begun or ended a recording
        if not is_inner:
            _waiting.observer, state.observer = None, observer
        if observer is not None:
            observer.stepped(optimizer)


def interrupting(given: T) -> T | Callable[..., Any]:
    """An argument of ``step()``: of a closure one that is observed as it runs."""
    if not callable(given) or _waiting.observer is None:
        return given
    closure: Callable[..., Any] = given

    @functools.wraps(closure, updated=())
    def observed_closure(*args: Any, **kwargs: Any) -> Any:
        observer = _waiting.observer
        if observer is None:
            return closure(*args, **kwargs)
        observer.interrupted()
        _waiting.observer, state.observer = None, observer
        try:
            return closure(*args, **kwargs)
        finally:
            _waiting.observer, state.observer = state.observer, None

    return observed_closure
