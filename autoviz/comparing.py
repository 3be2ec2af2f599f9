"""Comparing recordings: two to six side by side, stepping together.

::

    av.compare(plain, detached, labels=["y", "y.detach()"])

Next: ``player.compare``, which says what goes together and what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autoviz.errors import RecordingError
from autoviz.player.compare.document import compared
from autoviz.player.compare.still import beside
from autoviz.player.output import output_html
from autoviz.player.page import Piece, pieces_html
from autoviz.player.static_files import COMPARISON
from autoviz.recording import Recording
from autoviz.saving import save_page

if TYPE_CHECKING:
    from autoviz.player.widget import ComparisonWidget

__all__ = ["Comparison", "compare"]

_FEWEST, _MOST = 2, 6
_USUAL = ("first", "second", "third", "fourth", "fifth", "sixth")


class Comparison:
    """Recordings side by side; shows itself in a notebook, and saves as a page."""

    def __init__(self, recordings: Sequence[Recording], labels: Sequence[str]) -> None:
        self.recordings = tuple(recordings)
        self.labels = tuple(labels)

    @property
    def title(self) -> str:
        """``plain · with detach()``."""
        return " · ".join(self.labels)

    def __repr__(self) -> str:
        return f"<Comparison: {self.title}>"

    def _repr_html_(self) -> str:
        return output_html(self._document, self._still, COMPARISON)

    @property
    def piece(self) -> Piece:
        """The comparison as a part of a page."""
        return Piece(self._document, self._still, COMPARISON)

    def page(self) -> str:
        """One HTML page that asks no host for anything."""
        return pieces_html(self.title, [self.piece])

    def save(self, path: str | Path) -> Path:
        """Write the page; say where.

        Raises:
            SaveError: the path does not end in ``.html``, or cannot be written to.
        """
        return save_page(path, "a comparison", self.page)

    def widget(self, **shown: Any) -> ComparisonWidget:
        """The comparison as a live widget: ``index`` is the moment that is shown.

        ``shown`` are its traits at the start, as ``index=4``.
        """
        from autoviz.player.widget import ComparisonWidget

        return ComparisonWidget(self._document, **shown)

    @cached_property
    def _document(self) -> dict[str, Any]:
        views = [each._view for each in self.recordings]
        return compared(views, self.labels, self.title)

    @property
    def _still(self) -> str:
        return beside([each[-1].svg for each in self.recordings], self.labels)


def compare(*recordings: Recording, labels: Sequence[str] | None = None) -> Comparison:
    """Recordings side by side, stepping together, differences outlined.

    Steps that do the same to the same tensor are shown together; where only one
    recording has a step, the others wait.

    Args:
        recordings: two to six, made here, by PyTorch, or read from a file.
        labels: what to call them, one for each; their titles, if those differ.

    Raises:
        RecordingError: fewer than two or more than six, something that is no
            recording, labels that are not as many, or an empty recording.
    """
    for place, each in enumerate(recordings, 1):
        if not isinstance(each, Recording):
            raise RecordingError(
                f"compare takes recordings, and number {place} is a "
                f"{type(each).__name__}"
            )
    if not _FEWEST <= len(recordings) <= _MOST:
        raise RecordingError(
            f"compare takes {_FEWEST} to {_MOST} recordings, not {len(recordings)}"
        )
    if isinstance(labels, str) or (
        labels is not None and len(labels) != len(recordings)
    ):
        given = "one text" if isinstance(labels, str) else f"{len(labels)}"
        raise RecordingError(
            f"labels has one text for each of the {len(recordings)} recordings, "
            f"not {given}"
        )
    made = Comparison(recordings, [str(each) for each in labels or _labels(recordings)])
    for each in recordings:
        _ = each._view  # an empty one is told here, not when it is shown
    return made


def _labels(recordings: Sequence[Recording]) -> Sequence[str]:
    titles = [each.title for each in recordings]
    different = len(set(titles)) == len(titles)
    return titles if different else _USUAL[: len(titles)]
