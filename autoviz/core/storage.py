"""Memory, and how often it was written to.

Several tensors can look at the same memory: a view, a transpose, a detached
copy of a handle. They share one ``Storage``, and with it one version counter.
Every in-place operation adds one to it. That is how ``backward()`` notices that
a number it put aside has been overwritten since.

Next: ``node``.
"""

from __future__ import annotations

__all__ = ["Storage"]


class Storage:
    """The version counter of one piece of memory, shared by all who see it.

    >>> memory = Storage()
    >>> memory.version
    0
    """

    __slots__ = ("version",)

    def __init__(self) -> None:
        self.version = 0
