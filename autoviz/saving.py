"""Writing files: which format, which steps, and all of it or nothing.

The ending of a path names the format, and a format is one of two things, or both: it
has a file for each step (``.png``), or one file with many (``.gif``). A file is written
beside its place and moved there when it is whole, so that what stood there before is
never half gone.

Next: ``picture/export``, with a module for each format.
"""

from __future__ import annotations

import gzip
import math
import os
import re
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autoviz.errors import SaveError
from autoviz.picture import theme as themes
from autoviz.picture.export import dot, moving, pdf, png, svg, text
from autoviz.picture.export.look import Look
from autoviz.picture.theme import Theme
from autoviz.picture.words import visible
from autoviz.records import file as recordings

if TYPE_CHECKING:
    from autoviz.recording import At, Recording

__all__ = [
    "FORMATS",
    "Steps",
    "open_page",
    "save",
    "save_page",
    "write",
    "write_all",
]

Steps = Iterable["At"] | Literal["all"]
Content = str | bytes

PICTURE = ("step", "steps", "theme", "width", "scale")
WORDS = ("step", "steps")


@dataclass(frozen=True)
class Format:
    """``each`` makes a file for every step, ``whole`` one with several.

    ``takes`` are the options that mean something for it; ``moves``: when nobody says
    which step is meant, it has all.
    """

    each: Callable[[Recording, Sequence[int], Look], Iterable[Content]] | None = None
    whole: Callable[[Recording, Sequence[int], Look], Content] | None = None
    takes: Sequence[str] = ()
    moves: bool = False


def _file(recording: Recording) -> bytes:
    """The recording itself."""
    return recordings.write(recording.trace, recording.title).encode("ascii")


def _text(recording: Recording, steps: Sequence[int], _: Look) -> str:
    """What ``print`` shows; of some steps their sentences."""
    if len(steps) == len(recording):
        return f"{recording}\n"
    return "".join(text.sentences(recording.trace, steps))


FORMATS: Mapping[str, Format] = {
    ".html": Format(None, lambda rec, at, _: rec.page(at[0]), ("step",), moves=True),
    ".svg": Format(
        lambda rec, *asked: svg.stills(rec._view, *asked),
        lambda rec, *asked: svg.moving(rec._view, *asked),
        PICTURE,
    ),
    ".png": Format(lambda rec, *asked: png.stills(rec._view, *asked), None, PICTURE),
    ".gif": Format(
        None, lambda rec, *asked: moving.gif(rec._view, *asked), PICTURE, moves=True
    ),
    ".webp": Format(
        None, lambda rec, *asked: moving.webp(rec._view, *asked), PICTURE, moves=True
    ),
    ".pdf": Format(
        lambda rec, *asked: pdf.stills(rec._view, *asked),
        lambda rec, *asked: pdf.handout(rec._view, *asked),
        PICTURE,
    ),
    ".dot": Format(lambda rec, *asked: dot.stills(rec._view, *asked), None, WORDS),
    ".txt": Format(
        lambda rec, steps, _: text.sentences(rec.trace, steps),
        _text,
        WORDS,
        moves=True,
    ),
    ".md": Format(
        lambda rec, steps, _: text.sections(rec.trace, steps),
        lambda rec, steps, look: text.markdown(rec.trace, steps, look.title),
        WORDS,
        moves=True,
    ),
    ".json": Format(whole=lambda rec, *_: _file(rec), moves=True),
    ".json.gz": Format(
        whole=lambda rec, *_: gzip.compress(_file(rec), mtime=0), moves=True
    ),
}

_NUMBER = re.compile(r"%(0\d+)?d(?![A-Za-z])")
"""Where the number of a step stands in a path, as ffmpeg and C write it."""


def save(recording: Recording, path: Path, **options: Any) -> Path:
    """Write ``recording`` in the format that the ending of ``path`` names.

    ``options`` are those of ``Recording.save``, None where nothing is asked for.
    """
    ending = _ending(path)
    asked = {name: each for name, each in options.items() if each is not None}
    _check(ending, asked)
    format = FORMATS[ending]
    if format.takes and not recording.trace.graph.nodes:
        _ = recording[0]  # says that it is empty
    numbered = format.each is not None and _NUMBER.search(path.name) is not None
    alone = "step" in asked or not (numbered or format.moves or "steps" in asked)
    steps = _steps(recording, asked, alone=alone)
    with _Progress(path.name) as told:
        sizes = asked.get("width"), asked.get("scale")
        look = Look(_theme(asked.get("theme")), *sizes, visible(recording.title), told)
        if numbered and format.each:
            paths = (path.with_name(_numbered(path.name, k)) for k in steps)
            contents = format.each(recording, steps, look)
            return write_all(path, zip(paths, contents, strict=True))
        if alone and format.each:
            return write(path, *format.each(recording, steps, look))
        if format.whole:
            return write(path, format.whole(recording, steps, look))
    raise SaveError(
        f"a {ending} file has one step: number the files, as in "
        f"{path.stem}-%03d{ending}"
    )


def _ending(path: Path) -> str:
    two = "".join(path.suffixes[-2:]).lower()
    ending = two if two in FORMATS else path.suffix.lower()
    if ending not in FORMATS:
        raise SaveError(
            f"cannot save as {ending or 'a file without an ending'}: "
            f"autoviz writes {', '.join(FORMATS)}"
        )
    return ending


def _check(ending: str, asked: Mapping[str, Any]) -> None:
    """Refuse what has no meaning, before anything is drawn."""
    for name in asked:
        if name in FORMATS[ending].takes:
            continue
        if name in WORDS:
            raise SaveError(
                f"a {ending} file has all steps of a recording: leave out {name}"
            )
        raise SaveError(f"a {ending} file is no picture: leave out {name}")
    for one, other in (("step", "steps"), ("width", "scale")):
        if one in asked and other in asked:
            raise SaveError(f"{one} and {other} exclude each other: leave out one")
    for name in ("width", "scale"):
        number = asked.get(name, 1)
        if not (isinstance(number, Real) and 0 < float(number) < math.inf):
            raise SaveError(f"{name} is a number above 0, not {number!r}")
    if isinstance(asked.get("steps"), str) and asked["steps"] != "all":
        raise SaveError(f'steps is "all", or several steps, not {asked["steps"]!r}')


def _steps(
    recording: Recording, asked: Mapping[str, Any], *, alone: bool
) -> tuple[int, ...]:
    """The numbers of the steps, none of them negative."""
    steps = [asked.get("step", -1)] if alone else asked.get("steps", "all")
    every = range(len(recording)) if isinstance(steps, str) else steps
    chosen = tuple(recording._step(k) for k in every)
    if not chosen:
        raise SaveError("steps is empty: there is nothing to save")
    return chosen


def _theme(theme: str | Theme | None) -> Theme:
    known = {each.name: each for each in vars(themes).values() if type(each) is Theme}
    if theme is None or isinstance(theme, Theme):
        return theme or themes.LIGHT
    if theme not in known:
        raise SaveError(f"there is no theme {theme!r}: there are {', '.join(known)}")
    return known[theme]


def _numbered(name: str, k: int) -> str:
    return _NUMBER.sub(lambda found: found[0] % k, name)


class _Progress:
    """Says on stderr how far it is, once it has taken a second."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said = ""
        self._start = time.monotonic()

    def __enter__(self) -> Callable[[int, int], None]:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._said:
            sys.stderr.write(f"\r{'':{len(self._said)}}\r")

    def _tell(self, done: int, total: int) -> None:
        if time.monotonic() - self._start > 1:
            self._said = f"{self._name}: {done} of {total} steps drawn"
            sys.stderr.write(f"\r{self._said}")
            sys.stderr.flush()


# files


def write(path: Path, content: Content) -> Path:
    """Write a file, atomically; returns its full path.

    Raises:
        SaveError: it cannot be written there.
    """
    return write_all(path, [(path, content)])


def save_page(path: str | Path, what: str, page: Callable[[], str]) -> Path:
    """Write what is an HTML page in any case; returns its full path.

    Raises:
        SaveError: the path does not end in ``.html``, or cannot be written to.
    """
    path = Path(path)
    if path.suffix.lower() != ".html":
        ending = path.suffix or "a file without an ending"
        raise SaveError(f"cannot save {what} as {ending}: it is an .html page")
    return write(path, page())


def write_all(path: Path, files: Iterable[tuple[Path, Content]]) -> Path:
    """Write these files, and replace none before all are whole; returns ``path``."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for each, content in files:
            with _refusals(each):
                target = each.resolve()
                waiting.append((_beside(target, content), target))
        for written, target in waiting:
            with _refusals(target):
                written.replace(target)
    finally:
        for written, _ in waiting:
            written.unlink(missing_ok=True)
    with _refusals(path):
        return path.resolve()


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What the system says no to, as an error of ours."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SaveError(f"cannot write {path}: {reason}") from error


def _beside(target: Path, content: Content) -> Path:
    """A new file next to the one that it is going to be."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".autoviz-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o666 & ~_umask())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def open_page(recording: Recording) -> Path:
    """Write the page into a temporary folder and show it in a browser."""
    folder = Path(tempfile.mkdtemp(prefix="autoviz-"))
    path = write(folder / "recording.html", recording.page())
    webbrowser.open(path.as_uri())
    return path
