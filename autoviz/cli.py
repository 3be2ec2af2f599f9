"""The command ``autoviz``: from a shell to players in the browser.

``autoviz demo`` records the five programs that come with autoviz; ``autoviz run``
records a script of the learner's. Both write one page for each recording, and an
index where there are several, say where, and open it. ``autoviz export`` writes a
recording as a picture, or in any other format. ``autoviz pages`` writes ready pages for
a course.

Exit codes: the script's own; 2 where autoviz could not do its part.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from autoviz._version import __version__
from autoviz.errors import AutovizError, LayoutError, RecordingError, SaveError

if TYPE_CHECKING:
    from autoviz.player.index import Entry
    from autoviz.recording import At, Recording
    from autoviz.saving import Steps
    from autoviz.watch.script import Made, Run

__all__ = ["PROGRAMS", "main"]

EXPORT = ("step", "steps", "theme", "width", "scale")
PROGRAMS = ("tutorial", "neuron", "fan_out", "perceptron", "backward_twice")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    ours = list(sys.argv[1:] if arguments is None else arguments)
    cut = ours.index("--") if "--" in ours else len(ours)
    given = _parser().parse_args(ours[:cut])
    given.verbatim = ours[cut + 1 :]
    try:
        _refuse_the_other_autoviz()
        commands = {"demo": _demo, "run": _run, "export": _export, "pages": _pages}
        return commands[given.command](given)
    except AutovizError as error:
        _say(f"autoviz: {error}", sys.stderr)
        return 2


def _refuse_the_other_autoviz() -> None:
    """An unrelated project of this name writes its ``__init__`` over ours."""
    if "record" not in dir(sys.modules["autoviz"]):
        raise AutovizError(
            "the unrelated project autoviz was installed over autoviz-grad: "
            "uninstall both, then install autoviz-grad again"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autoviz", description="See backward() happen, step by step."
    )
    parser.add_argument("--version", action="version", version=f"autoviz {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    demo = "record five small programs and open their players"
    commands.add_parser("demo", parents=[_options()], help=demo, description=demo)
    run = commands.add_parser(
        "run",
        parents=[_options()],
        help="run a script and open the players of its recordings",
        usage="autoviz run [--output DIR] [--no-open] script [arguments ...]",
        description="Run a script as Python would, and open the players of its "
        "recordings. --output and --no-open are understood after the script, too; "
        "whatever stands after -- is the script's.",
    )
    run.add_argument("script", type=Path, help="the Python file to run")
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="the script's own")
    _add_export(commands)
    ready = "write five pages for a course, each a common mistake with a question"
    pages = commands.add_parser("pages", help=ready, description=ready)
    pages.add_argument("output", type=Path, metavar="DIR", help="the folder for them")
    pages.add_argument("--no-open", action="store_true", help="open no browser")
    return parser


def _add_export(commands: Any) -> None:
    text = "write a recording as a picture, or in any other format"
    export = commands.add_parser("export", help=text, description=text)
    export.add_argument(
        "source", type=Path, help="a recording (.json, .json.gz), or a script"
    )
    export.add_argument(
        "output", type=Path, help="a file; its ending is the format, as in steps.gif"
    )
    export.add_argument(
        "--step", type=step, metavar="STEP", help="of this one: 11, or x**2"
    )
    export.add_argument(
        "--steps", type=steps, metavar="STEPS", help="of these: all, 3-7, or 0,5,11"
    )
    themes = "light, dark, print, light-large or dark-large"
    export.add_argument("--theme", metavar="NAME", help=themes)
    export.add_argument("--width", type=float, metavar="PIXELS", help="how wide")
    export.add_argument(
        "--scale", type=float, metavar="TIMES", help="how large, 1 being as on screen"
    )


def step(text: str) -> At:
    """A number, or what the step is about."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def steps(text: str) -> Steps:
    """``all``, ``3-7`` or ``0,5,11``."""
    if text == "all":
        return "all"
    first, dash, last = text.partition("-")
    if dash:
        return range(int(first), int(last) + 1)
    return [int(each) for each in text.split(",")]


def _options() -> argparse.ArgumentParser:
    """What both commands understand."""
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder for the pages (autoviz-demo, or autoviz- and the script's "
        "name, where you are)",
    )
    options.add_argument(
        "--no-open", action="store_true", help="write the pages, open no browser"
    )
    return options


def _demo(given: argparse.Namespace) -> int:
    from autoviz.watch.script import run

    folder = _writable(given.output or Path("autoviz-demo"))
    entries = []
    for k, name in enumerate(PROGRAMS, start=1):
        _progress(f"recording {name}, {k} of {len(PROGRAMS)} ...")
        path = Path(__file__).parent / "programs" / f"{name}.py"
        with redirect_stdout(io.StringIO()):
            recording = run(path).made[0].recording
        recording.title = name.replace("_", " ").capitalize()
        about = (ast.get_docstring(ast.parse(path.read_bytes())) or "").replace("`", "")
        entries.append(_write_page(recording, about, folder / f"{name}.html"))
    index = _write_index(
        folder,
        "autoviz demo",
        "Five small programs, recorded while they ran. Open one, and step through it "
        "with the buttons or the arrow keys.",
        entries,
    )
    _say(f"{len(entries)} programs to step through: {index}")
    _open(index, given)
    return 0


def _pages(given: argparse.Namespace) -> int:
    from autoviz.pages import READY, pages
    from autoviz.player.index import Entry

    folder = _writable(given.output)
    entries = []
    for k, page in enumerate(pages(), start=1):
        _progress(f"making page {k} of {len(READY)} ...")
        path = _write(folder / f"{page.name}.html", page.html)
        entries.append(Entry(page.title, page.line, path.name, page.drawing))
    line = "Common mistakes, one a page: step through, answer, and read why."
    index = _write_index(folder, "What goes wrong with gradients", line, entries)
    _say(f"{len(entries)} pages: {index}")
    _open(index, given)
    return 0


def _run(given: argparse.Namespace) -> int:
    _, arguments = _options().parse_known_args(given.arguments, given)
    script: Path = given.script
    folder = _writable(given.output or Path(f"autoviz-{script.stem}"))
    ended = _ran(script, [*arguments, *given.verbatim])
    try:
        code = _publish(ended.made, script, folder, given)
    except AutovizError as error:
        _say(f"autoviz: {error}", sys.stderr)
        code = 2
    return _end(ended.error, code)


def _export(given: argparse.Namespace) -> int:
    source: Path = given.source
    error: BaseException | None = None
    if source.suffix == ".py":
        ended = _ran(source, [])
        error = ended.error
        if not ended.made:
            _say(f"autoviz: {source.name} made no recording", sys.stderr)
            return _end(error, 2)
        recording = ended.made[-1].recording
    else:
        from autoviz.loading import load_recording

        recording = load_recording(source)
    options = {each: getattr(given, each) for each in EXPORT}
    _say(str(recording.save(given.output, **options)))
    return _end(error, 0)


def _ran(script: Path, arguments: Sequence[str]) -> Run:
    from autoviz.watch.script import run

    try:
        return run(script, arguments)
    except OSError as error:
        raise AutovizError(f"cannot run {script}: {error.strerror}") from error


def _publish(
    made: Sequence[Made], script: Path, folder: Path, given: argparse.Namespace
) -> int:
    """Write the pages of a script's recordings; returns the exit code."""
    name = os.fsencode(script.name).decode("utf-8", "replace")
    if not made:
        _say(
            f"autoviz: {name} made no recording; put the lines to watch into a block "
            "`with av.record() as rec:`",
            sys.stderr,
        )
        return 0
    entries = _write_pages(made, name, folder)
    if entries:
        shown = folder / entries[0].file
        if len(entries) > 1:
            line = f"{len(entries)} recordings, in the order in which they ended."
            shown = _write_index(folder, name, line, entries)
        _say(f"{_count(len(entries), 'recording')} of {name}: {shown}")
        _open(shown, given)
    return 0 if len(entries) == len(made) else 2


def _write_pages(made: Sequence[Made], name: str, folder: Path) -> list[Entry]:
    """Write a page for each recording; one that has no picture is left out."""
    from autoviz.recording import Recording

    entries = []
    for k, each in enumerate(made, start=1):
        _progress(f"writing recording {k} of {len(made)} ...")
        recording = each.recording
        if recording.title == Recording().title:
            recording.title = f"{name}: {each.variable}" if each.variable else name
        file = folder / f"{k}-{each.variable or Path(name).stem}.html"
        try:
            entries.append(_write_page(recording, _summary(recording), file))
        except (RecordingError, LayoutError) as error:
            _say(f"autoviz: recording {k} of {name} is left out: {error}", sys.stderr)
    return entries


def _summary(recording: Recording) -> str:
    from autoviz.records import Failure

    steps = recording.trace.steps
    ends = [f", ends with {step.type}" for step in steps if isinstance(step, Failure)]
    return _count(len(steps), "step") + "".join(ends)


def _end(error: BaseException | None, code: int) -> int:
    """End as Python ends after this exception."""
    if error is None:
        return code
    if isinstance(error, SystemExit):
        if error.code or not code:
            raise error
        return code
    sys.excepthook(type(error), error, error.__traceback__)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# pages


def _writable(folder: Path) -> Path:
    """Find out before the work whether its pages can be written there at all."""
    folder = folder.absolute()
    try:
        nearest = next(each for each in (folder, *folder.parents) if each.exists())
        tempfile.TemporaryFile(dir=nearest).close()
    except OSError as error:
        raise SaveError(f"cannot write into {folder}: {error.strerror}") from error
    return folder


def _write_page(recording: Recording, line: str, path: Path) -> Entry:
    from autoviz.player.index import Entry

    page, drawing = recording.page(), recording[-1].drawing
    _write(path, page)
    return Entry(recording.title, line, path.name, drawing)


def _write_index(folder: Path, title: str, line: str, entries: Sequence[Entry]) -> Path:
    from autoviz.player.index import index_html

    return _write(folder / "index.html", index_html(title, line, entries))


def _write(path: Path, text: str) -> Path:
    from autoviz.saving import write

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"cannot make {path.parent}: {error.strerror}") from error
    write(path, text)
    return path


def _open(page: Path, given: argparse.Namespace) -> None:
    """Open the page, unless it is not wanted or there is no screen."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(each) for each in screens
    )
    if has_screen and not given.no_open:
        webbrowser.open(page.as_uri())


# the terminal


def _say(text: str, file: TextIO | None = None) -> None:
    """Print a line of ours, whatever signs it has and whatever the terminal knows."""
    file = file or sys.stdout
    _progress("")
    encoding = getattr(file, "encoding", None) or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=file)


def _progress(text: str) -> None:
    """Say what is going on, in one line that the next one replaces."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<60}\r")
        sys.stderr.flush()
