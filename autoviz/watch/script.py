"""Running a script as Python would, and keeping the recordings it makes.

The script becomes ``__main__``, with its own folder first on the import path. A
script that raises has run all the same: its recordings are kept, and beside them
the exception, with no line of ours in its traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType

from autoviz.recording import Recording
from autoviz.watch.recorder import listeners
from autoviz.watch.source import is_learners

__all__ = ["Made", "Run", "run"]


@dataclass(frozen=True)
class Made:
    """A recording, and the variable it went into, where there is one."""

    recording: Recording
    variable: str | None


@dataclass(frozen=True)
class Run:
    """What came of a script: its recordings, and what ended it before its end."""

    made: Sequence[Made]
    error: BaseException | None


def run(path: Path, arguments: Sequence[str] = ()) -> Run:
    """Run the script at ``path`` with ``arguments`` in ``sys.argv``.

    Raises:
        OSError: the script cannot be read; whatever it raises itself is returned.
    """
    source = path.read_bytes()
    with _as_main(path, arguments) as module, _listening() as made:
        try:
            code = compile(source, module.__file__ or "", "exec", dont_inherit=True)
            exec(code, vars(module))
        except BaseException as error:
            ours = error.__traceback__
            return Run(made, error.with_traceback(ours.tb_next if ours else None))
    return Run(made, None)


@contextmanager
def _as_main(path: Path, arguments: Sequence[str]) -> Iterator[ModuleType]:
    """Make room for the script as ``__main__``, and put all back afterwards."""
    module = ModuleType("__main__")
    module.__file__ = os.path.abspath(path)
    before = sys.argv, sys.path[:], sys.modules["__main__"]
    sys.argv = [str(path), *arguments]
    if not sys.flags.safe_path:
        sys.path[0] = os.path.dirname(os.path.realpath(path))
    sys.modules["__main__"] = module
    try:
        yield module
    finally:
        sys.argv, sys.path[:], sys.modules["__main__"] = before


@contextmanager
def _listening() -> Iterator[list[Made]]:
    """Collect every recording that ends in the block."""
    made: list[Made] = []

    def hear(recording: Recording) -> None:
        made.append(Made(recording, _variable(recording)))

    listeners.append(hear)
    try:
        yield made
    finally:
        listeners.remove(hear)


def _variable(recording: Recording) -> str | None:
    """Look the recording up among the variables of who made it."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and not is_learners(frame.f_code.co_filename):
        frame = frame.f_back
    variables = frame.f_locals.items() if frame else ()
    return next((name for name, value in variables if value is recording), None)
