"""Two observers in the one slot that the core has: a recording inside of another.

Each is told everything, the outer one first.

Next: ``recorder``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from autoviz.core.modes import Observer

__all__ = ["joined", "without"]


def joined(outer: Observer | None, inner: Observer) -> Observer:
    """Both of them, or the only one."""
    return inner if outer is None else cast("Observer", _Both(outer, inner))


def without(observer: Observer | None, one: Observer) -> Observer | None:
    """The others."""
    if not isinstance(observer, _Both):
        return None if observer is one else observer
    outer, inner = without(observer.outer, one), without(observer.inner, one)
    return outer if inner is None else joined(outer, inner)


class _Both:
    """Every verb of ``Observer``, to one and then to the other."""

    def __init__(self, outer: Observer, inner: Observer) -> None:
        self.outer = outer
        self.inner = inner

    def __getattr__(self, verb: str) -> Callable[..., None]:
        to_outer, to_inner = getattr(self.outer, verb), getattr(self.inner, verb)

        def tell(*told: Any) -> None:
            to_outer(*told)
            to_inner(*told)

        return tell
