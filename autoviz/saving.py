"""Writing files: all of it, or nothing.

A file is written beside its place and moved there when it is whole, so that what
stood there before is never half gone.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from autoviz.errors import SaveError

if TYPE_CHECKING:
    from autoviz.recording import Recording

__all__ = ["open_page", "save", "write"]

ENDINGS = (".html", ".svg", ".txt", ".json", ".json.gz")


def save(recording: Recording, path: Path, step: int | None) -> Path:
    """Write ``recording`` in the format that the ending of ``path`` names."""
    ending = "".join(path.suffixes[-2:]).lower()
    if ending.endswith(".json") or ending == ".json.gz":
        return write(path, _file(recording, step, packed=ending == ".json.gz"))
    all_as_text = path.suffix.lower() == ".txt" and step is None
    if not all_as_text or not recording.trace.graph.nodes:
        recording[0 if step is None else step]  # which may be too large to draw
    match path.suffix.lower():
        case ".html":
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


def _file(recording: Recording, step: int | None, *, packed: bool) -> bytes:
    """The recording itself."""
    from autoviz.records.file import write

    if step is not None:
        raise SaveError("a .json file has all steps of a recording: leave out step")
    text = write(recording.trace, recording.title).encode("ascii")
    return gzip.compress(text, mtime=0) if packed else text


def write(path: Path, text: str | bytes) -> Path:
    """Write a file, atomically; returns its full path.

    Raises:
        SaveError: it cannot be written there.
    """
    try:
        target = path.resolve()
        data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        _write(target, data)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SaveError(f"cannot write {path}: {reason}") from error
    return target


def _write(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".autoviz-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
