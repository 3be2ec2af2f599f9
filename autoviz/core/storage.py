"""Memory, and how often it was written to.

Several tensors can look at the same memory: a view, a transpose, a detached
copy of a handle. They share one ``Storage``, and with it one version counter.
Every in-place operation adds one to it. That is how ``backward()`` notices that
a number it put aside has been overwritten since.

Memory that ``inference_mode`` has made counts nothing. So it must not be saved for
backward, nor be written to when the mode is over.

Next: ``node``.
"""

from __future__ import annotations

from autoviz.core.modes import state
from autoviz.core.sentences import INFERENCE_WRITTEN

__all__ = ["EXPORTED", "Storage", "Watcher"]


class Watcher:
    """Who holds numbers of a piece of memory, and wants them as they are."""

    def changing(self, storage: Storage) -> None:
        """They are about to be written to."""


EXPORTED = Watcher()
"""Whose memory is also a numpy array's: numbers have to be copied at once."""


class Storage:
    """The version counter of one piece of memory, shared by all who see it.

    >>> memory = Storage()
    >>> memory.version
    0
    >>> memory.written()
    >>> memory.version
    1
    """

    __slots__ = ("is_inference", "version", "watcher")

    def __init__(self) -> None:
        self.is_inference = state.inference_mode
        self.version = 0
        self.watcher: Watcher | None = None

    def changing(self) -> None:
        """Somebody is about to write to it."""
        if self.watcher is not None:
            self.watcher.changing(self)

    def exported(self) -> None:
        """From now on somebody may write to it whom nobody sees: a numpy array."""
        self.changing()
        self.watcher = EXPORTED

    def written(self) -> None:
        """Somebody has written to it.

        Raises:
            RuntimeError: it counts nothing, and ``inference_mode`` is over.
        """
        if not self.is_inference:
            self.version += 1
        elif not state.inference_mode:
            raise RuntimeError(INFERENCE_WRITTEN)
