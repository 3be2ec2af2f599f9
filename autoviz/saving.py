"""Writing files: all of it, or nothing.

A file is written beside its place and moved there when it is whole, so that what
stood there before is never half gone.
"""

from __future__ import annotations

import os
import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from autoviz.errors import SaveError

if TYPE_CHECKING:
    from autoviz.recording import Recording

__all__ = ["open_page", "save", "write"]

ENDINGS = (".html", ".svg", ".txt")


def save(recording: Recording, path: Path, step: int | None) -> Path:
    """Write ``recording`` in the format that the ending of ``path`` names."""
    match path.suffix.lower():
        case ".html":
            if step is not None:
                recording[step]
            text = recording.page()
        case ".svg":
            text = recording[-1 if step is None else step].svg
        case ".txt":
            text = f"{recording}\n" if step is None else f"{recording[step]}\n"
        case ending:
            raise SaveError(
                f"cannot save as {ending or 'a file without an ending'}: "
                f"autoviz writes {', '.join(ENDINGS)}"
            )
    return write(path, text)


def write(path: Path, text: str) -> Path:
    """Write a text file, atomically; returns its full path.

    Raises:
        SaveError: it cannot be written there.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".autoviz-")
    except OSError as error:
        raise SaveError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise SaveError(f"cannot write {path}: {error.strerror}") from error
    return path.resolve()


def open_page(recording: Recording) -> Path:
    """Write the page into a temporary folder and show it in a browser."""
    folder = Path(tempfile.mkdtemp(prefix="autoviz-"))
    path = write(folder / "recording.html", recording.page())
    webbrowser.open(path.as_uri())
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
