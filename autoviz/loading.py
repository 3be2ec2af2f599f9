"""Reading a recording from a file.

Next: ``records.file``.
"""

from __future__ import annotations

import stat
from pathlib import Path

from autoviz.errors import FileError
from autoviz.recording import Recording
from autoviz.records.file import LARGEST, read

__all__ = ["load_recording"]


def load_recording(path: str | Path) -> Recording:
    """A recording that was saved as ``.json`` or ``.json.gz``, equal to that one.

    A file may come from anywhere: no code in it is run, and no more is read than a
    recording may have.

    Raises:
        FileError: there is no such file, it is no recording, or something in it is
            wrong; the message names the place.
    """
    try:
        return Recording(*read(_bytes(Path(path))))
    except FileError as error:
        raise FileError(f"cannot read {path}: {error}") from error.__cause__


def _bytes(path: Path) -> bytes:
    """All of a file; of one that is too large, more than may be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError("it is no file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(str(reason)) from error
