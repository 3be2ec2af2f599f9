"""Recording pauses, and goes on: ``every=`` and ``only=``.

Of the rounds of an ``av.loop`` some are recorded, or of a program the scopes that were
asked for. Everything else runs as if nobody watched. Meanwhile numbers change; so what
is known is looked at when a pause begins and again when it ends, and what differs is
told in one step, ``Skipped``.

Outside of the scopes of ``only=`` a ``backward()`` is heard all the same: what it does
to recorded nodes is told.

Next: ``regions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from autoviz.watch.source import here
from autoviz.watch.unwatched import Hearing, Pausable, nothing
from autoviz.watch.writer import Writer

__all__ = ["Pauses"]

NO_LOOP = (
    "every={every} chooses among the rounds of av.loop(), and there was none: "
    "it has left out nothing."
)
NO_SCOPE = "only={name!r}: there was no scope of that name{others}."
_FEW = 6


class Pauses:
    """When one recording pauses, and what it tells afterwards."""

    def __init__(
        self, writer: Writer, sides: Sequence[Pausable], every: int, only: Sequence[str]
    ) -> None:
        self._writer = writer
        self._sides = sides
        self._every = every
        self._only = only
        self._met: dict[str, None] = {}  # names of scopes, in order
        self._loop: object | None = None  # whose round is left out
        self._has_loops = False
        self._rounds = 0  # left out, and not told yet
        self._inside: int | None = None  # the scope that was asked for
        self._hearing: Hearing = "all"

    def begin(self) -> None:
        """The block begins: outside of what was asked for, if that is scopes."""
        self._writer.chosen = self
        for side in self._sides:
            side.catch_up = self.catch_up
        self._change()

    def end(self) -> None:
        """The block ends: tell what is true then, and what was asked for in vain."""
        self._hear("all")
        if self._every > 1 and not self._has_loops:
            self._writer.note(NO_LOOP.format(every=self._every))
        for name in self._only:
            if not any(_is_called(each, name) for each in self._met):
                others = ", ".join(list(self._met)[:_FEW])
                told = f"; there were {others}" if others else ""
                self._writer.note(NO_SCOPE.format(name=name, others=told))
        self._writer.chosen = None
        for side in self._sides:
            side.catch_up = nothing

    # rounds

    def round(self, loop: object, number: int) -> None:
        """A round of a loop begins; only every so many are recorded."""
        self._has_loops = True
        if self._loop not in (None, loop):
            return  # it is inside of a round that is left out
        skips = number % self._every > 0
        if skips:
            self._rounds += 1
        if skips != (self._loop is loop):
            self._loop = loop if skips else None
            self._change()

    def over(self, loop: object) -> None:
        """A loop has ended, or was left."""
        if self._loop is loop:
            self._loop = None
            self._change()

    # scopes

    def enters(self, name: str, type: str, scope: int) -> bool:
        """A scope begins; whether it is recorded, as this number."""
        if self._loop is not None:
            return False
        if self._only and self._inside is None:
            names = (name,) if type in ("scope", "loop") else (name, type)
            self._met |= dict.fromkeys(names)
            if not any(_is_called(each, one) for each in names for one in self._only):
                return False
            self._inside = scope
            self._change()
        return True

    def leaves(self, scope: int) -> None:
        """A scope has ended."""
        if scope == self._inside:
            self._inside = None
            self._change()

    # what is told

    def catch_up(self) -> None:
        """Tell what has changed since anybody looked, and go on pausing."""
        if self._hearing != "all" and not self._writer.is_full:
            self._tell()
            self._look()

    def _tell(self) -> None:
        changed: dict[str, tuple[Any, ...]] = {}
        for side in self._sides:
            for name, more in self._changes_of(side).items():
                changed[name] = (*changed.get(name, ()), *more)
        if self._rounds or any(changed.values()):
            place = here()
            position = place[0] if place else None
            self._writer.skipped(self._rounds, position, **changed)
        self._rounds = 0

    def _changes_of(self, side: Pausable) -> Mapping[str, tuple[Any, ...]]:
        memory_of = self._writer.memory_of
        return side.safely(lambda: side.unwatched.changes(side, memory_of)) or {}

    def _look(self) -> None:
        """From here on things change, and nobody sees it."""
        for side in self._sides:
            side.safely(partial(side.unwatched.begins, side))

    def _change(self) -> None:
        is_outside = bool(self._only) and self._inside is None
        now: Hearing = "backward" if is_outside else "all"
        self._hear("none" if self._loop is not None else now)

    def _hear(self, now: Hearing) -> None:
        before = self._hearing
        if now == before or self._writer.is_full:
            return
        if before == "all":
            for side in self._sides:
                side.safely(side.settles)
            self._look()
        elif now == "all":
            self._tell()
            for side in self._sides:
                side.unwatched.ends()
        self._hearing = now
        for side in self._sides:
            side.safely(partial(side.hears, now))


def _is_called(name: str, wanted: str) -> bool:
    """``"encoder"`` is ``model.encoder``, too."""
    return name == wanted or name.endswith(f".{wanted}")
