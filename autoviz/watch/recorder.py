"""``record()``: the with-block, the decorator, and the ``%%record`` magic.

A recording is made by watching, not by wrapping: inside the block an observer is
put into the one slot the core offers, and taken out at the end, whatever
happens. An exception goes on unchanged; the recording then ends with it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from autoviz.core.modes import state
from autoviz.errors import RecordingError
from autoviz.recording import Recording
from autoviz.watch.numpy_held import MOST
from autoviz.watch.numpy_side import NumpySide
from autoviz.watch.regions import Region, regions
from autoviz.watch.side import Side, local_variables
from autoviz.watch.source import Position, function_lines, is_learners
from autoviz.watch.writer import Writer

if TYPE_CHECKING:
    from autoviz.watch.torch_side import TorchSide

__all__ = ["Recorder", "listeners", "record", "torch_side"]

P = ParamSpec("P")
R = TypeVar("R")

# Whoever wants to hear of each recording when it has ended.
listeners: list[Callable[[Recording], None]] = []


def record(*, keep: int = 64, totals: bool = False, keep_bytes: int = MOST) -> Recorder:
    """Record what autograd does in a block, or in calls of a function.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     x = av.tensor(3.0, requires_grad=True)
    ...     (x * x).backward()
    >>> rec
    <Recording: 4 steps, 2 tensors>

    As a decorator, each call makes a new recording, ``function.recording``.

    Args:
        keep: tensors of at most so many elements are kept number by number; of
            larger ones shape, extremes and a thumbnail.
        totals: PyTorch's ``backward()`` at less cost: of each tensor the gradient
            that arrived in total, but not what each path brought, where there are
            several. Hooks and ``create_graph`` are refused with a ``RecordingError``.
            The numpy core takes no notice of it.
        keep_bytes: large tensors are held until somebody looks, so many bytes of
            them; what comes then is summed up at once, which takes longer. Whether
            it came to that, the trace's ``notes`` say.
    """
    return Recorder(keep, totals, keep_bytes)


class Recorder:
    """What ``record()`` returns."""

    def __init__(self, keep: int, totals: bool = False, keep_bytes: int = MOST) -> None:
        self._keep = keep
        self._keep_bytes = keep_bytes
        self._totals = totals
        self._lines: tuple[str, int, int] | None = None
        self._variables: dict[str, Any] | None = None

    def __enter__(self) -> Recording:
        if state.observer is not None:
            raise RecordingError(
                "a recording is already running here; end it before starting another"
            )
        self._frame: FrameType | None = _caller()
        self._writer = Writer()
        self._numpy = NumpySide(self._writer, self._keep, self._keep_bytes)
        self._sides: list[Side] = [self._numpy]
        self._recording = Recording()
        self._region = Region(self._writer)
        regions.running.append(self._region)
        self._note_block()
        state.observer = self._numpy
        self._torch = torch_side(self._writer, self._keep, totals=self._totals)
        if self._torch is not None:
            self._sides.append(self._torch)
            self._torch.start()
        return self._recording

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        state.observer = None
        regions.running.remove(self._region)
        if self._torch is not None:
            self._torch.stop()
        for side in self._sides:
            side.name_explicit()
        self._name_tensors()
        if error is not None:
            self._note_failure(error, traceback)
        find = [side.finder() for side in self._sides]
        read = self._numpy.ends(self._writer.taken())
        self._recording.finish(read, find)
        for hear in listeners:
            hear(self._recording)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Record every call of ``function``."""
        code = function.__code__
        first, last = function_lines(code)

        @functools.wraps(function)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
            one_call = Recorder(self._keep, self._totals, self._keep_bytes)
            one_call._lines = (code.co_filename, first, last)
            with one_call as recording:
                recorded.recording = recording  # type: ignore[attr-defined]
                return function(*args, **kwargs)

        return recorded

    def cell(self, filename: str, lines: int, variables: dict[str, Any]) -> Recorder:
        """Take a whole notebook cell as the recorded block."""
        self._lines = (filename, 1, lines)
        self._variables = variables
        return self

    def _name_tensors(self) -> None:
        frame, self._frame = self._frame, None
        for side in self._sides:
            if self._variables is not None:
                side.name_tensors(self._variables)
            elif frame is not None:
                side.name_tensors(local_variables(frame))
                side.name_tensors(frame.f_globals)

    def _note_failure(
        self, error: BaseException, traceback: TracebackType | None
    ) -> None:
        blamed = [side.blame(error) for side in self._sides]
        node = next((each for each in blamed if each is not None), None)
        self._writer.failure(error, node=node, position=_raised_at(traceback))

    def _note_block(self) -> None:
        if self._lines is not None:
            self._writer.block(*self._lines)
        elif self._frame is not None:
            filename = self._frame.f_code.co_filename
            self._writer.block_at(filename, self._frame.f_lineno)


def torch_side(writer: Writer, keep: int, *, totals: bool = False) -> TorchSide | None:
    """PyTorch is watched if the learner has imported it; we never do."""
    if "torch" not in sys.modules:
        return None
    from autoviz.watch.torch_side import TorchSide

    return TorchSide(writer, keep, totals=totals)


def _caller() -> FrameType | None:
    """The frame that has the with-block."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and not is_learners(frame.f_code.co_filename):
        frame = frame.f_back
    return frame


def _raised_at(traceback: TracebackType | None) -> Position | None:
    """The innermost position of the learner's in a traceback."""
    found = None
    while traceback is not None:
        if is_learners(traceback.tb_frame.f_code.co_filename):
            found = (traceback.tb_frame.f_code, traceback.tb_lasti)
        traceback = traceback.tb_next
    return found
