"""A recording: what the with-block yields, and all one does with it.

It is a sequence of pictures, ``rec[0]`` (before anything) to ``rec[n]`` (the end),
shows itself in a notebook as the step player, and saves itself as a file. The
trace underneath is plain data; this is the seam that joins it to the pictures.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from autoviz.errors import LayoutError, RecordingError, StepError
from autoviz.records import Trace

if TYPE_CHECKING:
    from autoviz.picture.answer import Answer
    from autoviz.picture.digraph import Digraph
    from autoviz.picture.theme import Theme
    from autoviz.picture.view import View
    from autoviz.player.widget import PlayerWidget
    from autoviz.records.findings import Finding
    from autoviz.saving import Steps

__all__ = ["At", "Picture", "Recording"]

At = int | str
"""The number of a step, or what ``rec.find`` takes: ``"x**2"``, ``"x.grad"``."""


class Picture:
    """One step as a picture. Shows itself in a notebook; ``svg`` is its text."""

    def __init__(self, view: View, k: int) -> None:
        self._view = view
        self.k = k

    @property
    def svg(self) -> str:
        """A complete SVG file."""
        from autoviz.picture.export.look import Look
        from autoviz.picture.export.svg import stills

        return next(stills(self._view, [self.k], Look()))

    @property
    def drawing(self) -> str:
        """The picture alone, as SVG in the colours of the page it is put into."""
        from autoviz.picture.frame import frame
        from autoviz.picture.svg import draw

        return draw(self._view, frame(self._view, self.k), str(self))

    def __str__(self) -> str:
        from autoviz.picture.text import sentence

        return sentence(self._view.trace, self._view.snapshots[self.k])

    def __repr__(self) -> str:
        return f"<Picture: {self}>"

    def _repr_html_(self) -> str:
        from html import escape

        from autoviz.player.output import data_uri

        return f'<img src="{data_uri(self.svg)}" alt="{escape(str(self))}">'


class Recording(Sequence[Picture]):
    """Everything that happened in a recorded block.

    >>> import autoviz as av
    >>> with av.record() as rec:
    ...     x = av.tensor(3.0, requires_grad=True)
    ...     (x * x).backward()
    >>> rec
    <Recording: 4 steps, 2 tensors>
    >>> len(rec), rec[-1].k
    (5, 4)
    """

    def __init__(self, trace: Trace | None = None, title: str = "recording") -> None:
        self._trace = trace
        self._unread: Callable[[], Trace] | None = None
        self._find: Sequence[Callable[[object], int | None]] = ()
        self._asked: frozenset[int] = frozenset()
        self.title = title

    def finish(
        self,
        read: Callable[[], Trace],
        find: Sequence[Callable[[object], int | None]] = (),
    ) -> None:
        """The block has ended; what was noted is read when somebody looks.

        ``find`` tell which node a tensor was.
        """
        self._unread = read
        self._find = find

    @property
    def trace(self) -> Trace:
        """The plain record of the run.

        Raises:
            RecordingError: the block is still running.
        """
        if self._trace is None:
            if self._unread is None:
                raise RecordingError(
                    "this recording is still recording: use it after its with-block"
                )
            self._trace, self._unread = self._unread(), None
        return self._trace

    @property
    def _is_running(self) -> bool:
        return self._trace is None and self._unread is None

    # a sequence of pictures

    def __len__(self) -> int:
        """Pictures: one more than steps."""
        return len(self.trace.steps) + 1

    @overload
    def __getitem__(self, k: At) -> Picture: ...
    @overload
    def __getitem__(self, k: slice) -> list[Picture]: ...
    def __getitem__(self, k: At | slice) -> Picture | list[Picture]:
        """The picture after step ``k``; -1 is the last, ``"x**2"`` what ``find`` finds.

        Raises:
            StepError: there is no such step.
            RecordingError: nothing here is called so.
        """
        if isinstance(k, slice):
            return [self[each] for each in range(*k.indices(len(self)))]
        return Picture(self._view, self._step(k))

    def _step(self, k: At) -> int:
        k = self.find(k) if isinstance(k, str) else operator.index(k)
        if not -len(self) <= k < len(self):
            raise StepError(
                f"there is no step {k}: this recording has steps 0 to {len(self) - 1}"
            )
        return k % len(self)

    # what it says of itself

    def __repr__(self) -> str:
        if self._is_running:
            return "<Recording: still recording>"
        steps, tensors = len(self.trace.steps), len(self.trace.graph.nodes)
        return f"<Recording: {_count(steps, 'step')}, {_count(tensors, 'tensor')}>"

    def __str__(self) -> str:
        if self._is_running or not self.trace.graph.nodes:
            return repr(self)
        from autoviz.picture.text import readable

        return readable(self.trace)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Recording) or self._is_running or other._is_running:
            return self is other
        return self.trace == other.trace

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        """For pickling: what was recorded, without what is drawn from it."""
        state = {"_trace": self.trace, "_find": (), "title": self.title}
        return state | {"_asked": self._asked}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """The player; in words where there is none, and why."""
        if self._is_running or not self.trace.graph.nodes:
            return {"text/plain": repr(self)}
        from autoviz.player.output import output_html, words_html

        try:
            html = output_html(self._document, self[-1].svg)
        except LayoutError as error:
            html = words_html(str(error), str(self))
            return {"text/html": html, "text/plain": f"{error}\n\n{self}"}
        return {"text/html": html, "text/plain": repr(self)}

    def _repr_html_(self) -> str | None:
        """The same once more: of a bundle, marimo runs no script."""
        return self._repr_mimebundle_().get("text/html")

    # what one does with it

    def why(self, tensor: object) -> Answer:
        """Why the ``.grad`` of a tensor is what it is, in words.

        ``tensor`` is a name that the picture shows, or the tensor itself. The answer
        is a paragraph; its ``steps`` are the steps to look at.

        Raises:
            RecordingError: there is no such tensor, or several have that name.
        """
        from autoviz.picture.answer import answer
        from autoviz.picture.asked import asked, known_names

        trace = self.trace
        if isinstance(tensor, str):
            return answer(trace, asked(trace.graph, tensor))
        found = (find(tensor) for find in self._find)
        node = next((each for each in found if each is not None), None)
        if node is None:
            raise RecordingError(
                f"this {type(tensor).__name__} is not known here; ask by name: "
                f"{known_names(trace.graph)}"
            )
        return answer(trace, node)

    def find(self, anchor: str, phase: str | None = None) -> int:
        """The number of a step, by what it is about: ``"x**2"``, or a line of code.

        Of several it is the first; ``"x.grad"`` is the last that changed it.
        ``phase`` is ``"forward"``, ``"untracked"``, ``"backward"``, ``"update"`` or
        ``"failure"``.

        Raises:
            RecordingError: nothing here is called so.
            StepError: no step of that phase is about it.
        """
        from autoviz.picture.anchor import step_of

        return step_of(self.trace, anchor, phase)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth telling though it raised nothing: empty for a clean program.

        Each has a ``kind``, the ``step`` to look at, a ``sentence``, and what it
        ``tries``.
        """
        from autoviz.records.findings import findings

        return findings(self.trace)

    def widget(self, **shown: Any) -> PlayerWidget:
        """The player as a live widget: ``index``, ``predict``, ``answers``.

        ``shown`` are its traits at the start, as ``index=11`` or ``index="x**2"``.
        """
        from autoviz.player.widget import PlayerWidget

        if isinstance(shown.get("index"), str):
            shown["index"] = self.find(shown["index"])
        return PlayerWidget(self._document, **shown)

    def save(
        self,
        path: str | Path,
        *,
        step: At | None = None,
        steps: Steps | None = None,
        theme: str | Theme | None = None,
        width: float | None = None,
        scale: float | None = None,
    ) -> Path:
        """Write a file in the format that its ending names; say where.

        Pictures of one step are ``.svg``, ``.png``, ``.pdf`` and ``.dot``: of the last,
        or of ``step``. With ``steps``, which is ``"all"`` or some numbers, an SVG plays
        by itself, and a PDF is a handout; ``"step-%03d.png"`` is a file for each.
        ``.gif`` and ``.webp`` play; ``.html`` is the player; ``.txt`` and ``.md`` are
        text; ``.json`` and ``.json.gz`` are the recording, which
        ``av.load_recording`` reads again. Whatever goes wrong, a file that stood there
        before is untouched.

        Args:
            path: where to. An existing file is replaced.
            step: the number of one step, or what ``find`` takes: ``"x**2"``.
            steps: several of these, or ``"all"``.
            theme: ``"light"``, ``"dark"``, ``"print"`` (no colours), ``"light-large"``
                or ``"dark-large"`` (for a projector), or a Theme.
            width: of the picture, in pixels.
            scale: how many times as large as on screen; PNG, GIF and WebP: 2.

        Raises:
            SaveError: an unknown ending, options without a meaning, a package that is
                missing, or a path that cannot be written to.
            StepError: there is no such step.
            RecordingError: nothing here is called so.
        """
        from autoviz.saving import save

        return save(
            self,
            Path(path),
            step=step,
            steps=steps,
            theme=theme,
            width=width,
            scale=scale,
        )

    def opened(self, *scopes: str) -> Recording:
        """The same recording, with these scopes drawn open, and those around them.

        In a large picture most are closed, as one card each. ``"layer"`` is every call
        or round of that name, ``"layer 2"`` the second.

        Raises:
            RecordingError: there is no scope of that name.
        """
        from autoviz.picture.divided import divided
        from autoviz.picture.scopes import asked

        found = Recording(self.trace, self.title)
        found._find = self._find
        found._asked = self._asked | asked(divided(self.trace).graph, scopes)
        return found

    def to_graphviz(self, step: At | None = None) -> Digraph:
        """A step as a ``graphviz.Digraph``: the last, or ``step``."""
        from autoviz.picture.export.dot import graph

        return graph(self._view, self._step(-1 if step is None else step))

    def page(self, step: At = 0) -> str:
        """The player as one HTML page that asks no host for anything."""
        from autoviz.player.page import page_html

        index = self._step(step)
        return page_html(self._document, self[-1].svg, self.title, index)

    def open(self) -> Path:
        """Show the page in a browser; returns where it was written."""
        from autoviz.saving import open_page

        return open_page(self)

    @cached_property
    def _view(self) -> View:
        if not self.trace.graph.nodes:
            raise RecordingError(
                "this recording is empty: no tensor was made or used in its block"
            )
        from autoviz.picture.view import view

        return view(self.trace, self._asked)

    @cached_property
    def _document(self) -> dict[str, Any]:
        from autoviz.player.document import document

        return document(self._view, self.title)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
