"""``record()``: the with-block, the decorator, and the ``%%record`` magic.

A recording is made by watching, not by wrapping: inside the block an observer is
put into the one slot the core offers in each thread, and taken out at the end,
whatever happens. An exception goes on unchanged; the recording then ends with it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from autoviz.core.modes import state
from autoviz.errors import AutovizError, RecordingError
from autoviz.recording import Recording
from autoviz.watch.numpy_held import MOST
from autoviz.watch.numpy_parts import NumpyParts
from autoviz.watch.numpy_side import NumpySide
from autoviz.watch.observers import without
from autoviz.watch.pausing import Pauses
from autoviz.watch.regions import Region, is_tensor, regions
from autoviz.watch.side import Side
from autoviz.watch.source import Position, function_lines, is_learners
from autoviz.watch.variables import local_variables
from autoviz.watch.writer import Writer

if TYPE_CHECKING:
    from autoviz.watch.torch_side import TorchSide

__all__ = ["Options", "Recorder", "listeners", "record", "torch_side"]

P = ParamSpec("P")
R = TypeVar("R")

# Whoever wants to hear of each recording when it has ended.
listeners: list[Callable[[Recording], None]] = []

ENOUGH = (
    "Recording stopped after {steps:,} steps; of what the program did then, nothing is "
    "told. To see more, record a shorter part of it, or raise max_steps."
)

ENDED_EARLY = (
    "This recording ended early, with the one it was inside of, which ended first."
)
TOTALS_ALONE = (
    "a recording with totals=True can neither be inside of another one nor have one "
    "inside; end the other one before"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What ``record()`` was asked for."""

    keep: int = 64
    totals: bool = False
    keep_bytes: int = MOST
    max_steps: int = 1_000_000
    names: Mapping[str, Any] = field(default_factory=dict)
    source: bool = True
    every: int = 1
    only: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            AutovizError: no steps at all, or a name for what is no tensor.
        """
        if type(self.every) is not int or self.every < 1:
            raise AutovizError(
                f"every= is a whole number of rounds, at least 1, not {self.every!r}"
            )
        if self.only and self.totals:
            raise AutovizError(
                "only= and totals=True do not go together: leave out one"
            )
        if self.max_steps < 1:
            raise AutovizError(f"max_steps is at least 1, not {self.max_steps}")
        for name, each in self.names.items():
            if not is_tensor(each):
                kind = type(each).__name__
                raise AutovizError(f"names are for tensors; {name!r} is a {kind}")


def record(
    *,
    keep: int = 64,
    totals: bool = False,
    keep_bytes: int = MOST,
    max_steps: int = 1_000_000,
    names: Mapping[str, Any] | None = None,
    source: bool = True,
    every: int = 1,
    only: str | Iterable[str] | None = None,
) -> Recorder:
    """Record what autograd does in a block, or in calls of a function.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     x = av.tensor(3.0, requires_grad=True)
    ...     (x * x).backward()
    >>> rec
    <Recording: 4 steps, 2 tensors>

    As a decorator, each call makes a new recording, ``function.recording``.
    A recording inside of another one is part of both.

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
        max_steps: when there are so many steps, recording stops and the program
            goes on; the trace's ``notes`` say so. A backward pass that has begun is
            told to its end.
        names: names for tensors, in this recording: ``{"w": weights}``. They come
            before those of variables.
        source: whether the text of the program travels along. Without, a recording
            has the names of variables and the numbers of lines, and no line.
        every: of each ``av.loop(...)`` the rounds 0, ``every``, 2 · ``every`` … are
            recorded; the others run as if nobody watched. After them one step says how
            many they were, and what the numbers are now. Without an ``av.loop`` all is
            recorded, and the trace's ``notes`` say so.
        only: the name of a scope, or several: ``"encoder"`` is an ``av.scope`` or
            ``av.loop`` of that name, a module ``encoder`` or ``model.encoder``, or all
            of the class ``encoder``. What runs inside is recorded. Of a ``backward()``,
            wherever it is called, is recorded what it does to recorded tensors: what
            comes to them from outside is shown as coming from there. What a scope
            takes in was made outside: it is shown without what it was made from. A
            name that never occurred is told in the trace's ``notes``.
    """
    return Recorder(
        Options(
            keep=keep,
            totals=totals,
            keep_bytes=keep_bytes,
            max_steps=max_steps,
            names=dict(names or {}),
            source=source,
            every=every,
            only=_names_of_scopes(only),
        )
    )


def _names_of_scopes(only: object) -> Sequence[str]:
    """What ``only=`` asks for.

    Raises:
        AutovizError: it is no name, and no names.
    """
    if only is None:
        return ()
    names = (only,) if isinstance(only, str) else only
    found = tuple(names) if isinstance(names, Iterable) else ()
    if not found or not all(isinstance(each, str) and each for each in found):
        raise AutovizError(
            f"only= is the name of a scope, or a list of names, not {only!r}"
        )
    return found


class Recorder:
    """What ``record()`` returns."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._lines: tuple[str, int, int] | None = None
        self._variables: dict[str, Any] | None = None
        self._region: Region | None = None  # while it is recording

    def __enter__(self) -> Recording:
        if self._region is not None:
            raise RecordingError(
                "this recorder is recording already: make another one with av.record()"
            )
        if regions.running and (self._options.totals or regions.running[-1].totals):
            raise RecordingError(TOTALS_ALONE)
        options, self._writer = self._options, Writer()
        self._frame: FrameType | None = _caller()
        numpy = NumpyParts if options.only else NumpySide
        self._numpy = numpy(self._writer, options.keep, options.keep_bytes)
        self._sides: list[Side] = [self._numpy]
        self._torch = torch_side(
            self._writer,
            options.keep,
            totals=options.totals,
            has_parts=bool(options.only),
        )
        if self._torch is not None:
            self._sides.append(self._torch)
        pauses = Pauses(self._writer, self._sides, options.every, options.only)
        self._recording = Recording()
        self._prepare()
        self._region = Region(
            self._writer,
            self._sides,
            totals=options.totals,
            pauses=pauses,
            end=self._end_early,
        )
        regions.running.append(self._region)
        self._numpy.hears("all")
        try:
            if self._torch is not None:
                self._torch.start()
            pauses.begin()
        except BaseException:
            self._listen_no_more()
            raise
        return self._recording

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._region is None:  # it has ended early
            return
        if self._region not in regions.running:
            raise RecordingError("a recording ends in the thread in which it began")
        while regions.running[-1] is not self._region:
            regions.running[-1].end()
        self._region.pauses.end()
        self._listen_no_more()
        self._writer.at_most()  # how it ended is always told
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

    def _end_early(self) -> None:
        self._writer.note(ENDED_EARLY)
        self.__exit__(None, None, None)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Record every call of ``function``."""
        lines = _lines_of(function)

        @functools.wraps(function)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
            one_call = Recorder(self._options)
            one_call._lines = lines
            with one_call as recording:
                try:
                    return function(*args, **kwargs)
                finally:  # it may have called itself
                    recorded.recording = recording  # type: ignore[attr-defined]

        return recorded

    def around(self, function: Callable[..., Any]) -> Recorder:
        """Take a function that is called in the block as what is recorded."""
        self._lines = _lines_of(function)
        return self

    def cell(self, filename: str, lines: int, variables: dict[str, Any]) -> Recorder:
        """Take a whole notebook cell as the recorded block."""
        self._lines = (filename, 1, lines)
        self._variables = variables
        return self

    def _prepare(self) -> None:
        self._writer.at_most(self._options.max_steps, self._is_enough)
        if not self._options.source:
            self._writer.without_text()
        for side in self._sides:
            side.outermost = id(self._frame)
        for name, tensor in self._options.names.items():
            for side in self._sides:
                side.names.give(tensor, name)
        self._note_block()

    def _is_enough(self) -> None:
        """There are as many steps as there may be; PyTorch's side has seen to it."""
        state.observer = without(state.observer, self._numpy)
        self._writer.note(ENOUGH.format(steps=self._options.max_steps))

    def _listen_no_more(self) -> None:
        state.observer = without(state.observer, self._numpy)
        if self._region is not None:
            regions.running.remove(self._region)
            self._region = None  # which knows this one, in a circle
        if self._torch is not None:
            self._torch.stop()

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


def _lines_of(function: Callable[..., Any]) -> tuple[str, int, int]:
    """The file of a function, and its first and last line."""
    code = function.__code__
    return code.co_filename, *function_lines(code)


def torch_side(
    writer: Writer, keep: int, *, totals: bool = False, has_parts: bool = False
) -> TorchSide | None:
    """PyTorch is watched if the learner has imported it; we never do."""
    if "torch" not in sys.modules:
        return None
    from autoviz.watch.torch_side import TorchSide

    return TorchSide(writer, keep, totals=totals, has_parts=has_parts)


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
