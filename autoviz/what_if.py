"""What if: a function run again and again, with other numbers in its leaves.

::

    def loss(x):
        return (x**2 - 2) ** 2

    av.live(loss, x=(-5, 5))                                          # in a notebook
    av.live(loss, x=np.linspace(-3, 3, 61)).save("loss.html")         # as a page

In a notebook a slider that is moved runs the function in the kernel. A page has all
positions computed ahead. Either way each run is a recording of its own;
``player.live_document`` makes one document of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autoviz.core.creation import tensor as av_tensor
from autoviz.errors import LiveError
from autoviz.player.live_document import Album, Slider, pages, sliders_json
from autoviz.player.page import live_page_html
from autoviz.recording import Recording
from autoviz.saving import save_page
from autoviz.watch.recorder import record

if TYPE_CHECKING:
    from autoviz.player.live_widget import LiveWidget

__all__ = ["Live", "live"]

Json = dict[str, Any]

STEPS = 100
"""Into so many a range is divided, if it does not say."""

MOST = 1_000
"""Positions in a page, those of all sliders together."""

FINEST = 10_000
"""Positions of one slider."""

TRIED = 12
"""Positions of each slider that are run before it is first shown, for the sizes."""


def live(
    fn: Callable[..., Any],
    /,
    *,
    tensor: Callable[..., Any] = av_tensor,
    **ranges: Iterable[float],
) -> Live:
    """Sliders on the leaves of a function.

    Each parameter of ``fn`` gets a leaf that requires grad; it returns a scalar, and
    ``backward()`` is run on that.

    >>> import autoviz as av
    >>> live(lambda x: x**2, x=(-5, 5))
    <Live: <lambda>, x from -5 to 5>

    Args:
        fn: the function, with a parameter for each slider.
        tensor: what makes the leaves; ``torch.tensor`` for real PyTorch.
        ranges: for each parameter a tuple ``(low, high)`` or ``(low, high, step)``,
            or a list or array of the positions themselves.

    Raises:
        LiveError: no function, no range, or one that makes no sense.
    """
    if not hasattr(fn, "__code__"):
        kind = type(fn).__name__
        raise LiveError(f"live() takes a function, and {kind} is none: write a def")
    if not ranges:
        raise LiveError("live() needs a range for each parameter, as x=(-5, 5)")
    sliders = [Slider(name, _positions(name, each)) for name, each in ranges.items()]
    return Live(fn, sliders, tensor)


class Live:
    """What ``live()`` gives: in a notebook sliders and player, anywhere a page."""

    def __init__(
        self,
        fn: Callable[..., Any],
        sliders: Sequence[Slider],
        tensor: Callable[..., Any],
    ) -> None:
        self._fn, self._sliders, self._tensor = fn, tuple(sliders), tensor
        self.title: str = getattr(fn, "__name__", "live")

    def __repr__(self) -> str:
        ranges = (
            f"{each.name} from {min(each.values):g} to {max(each.values):g}"
            for each in self._sliders
        )
        return f"<Live: {self.title}, {', '.join(ranges)}>"

    def at(self, **leaves: float) -> Recording:
        """One run: the leaves that are not mentioned are where their sliders start."""
        unknown = set(leaves) - {each.name for each in self._sliders}
        if unknown:
            raise LiveError(f"there is no slider {min(unknown)!r}: {self}")
        where = {**self._start, **leaves}
        made = {
            name: self._tensor(float(value), requires_grad=True)
            for name, value in where.items()
        }
        recording = _recorded(self._fn, made)
        recording.title = self.title
        return recording

    @cached_property
    def _start(self) -> dict[str, float]:
        return {each.name: each.values[each.start] for each in self._sliders}

    # as a page

    def page(self) -> str:
        """Sliders and player as one HTML page, with every position computed ahead.

        Raises:
            LiveError: there are too many positions, or the function fails at all.
        """
        self._count()
        names = [each.name for each in self._sliders]
        grid = [
            dict(zip(names, each, strict=True))
            for each in product(*(each.values for each in self._sliders))
        ]
        tried = [self._try(each) for each in grid]
        recordings = [each for each in tried if isinstance(each, Recording)]
        if not recordings:
            raise LiveError(f"{self.title} fails at every position: {tried[0]}")
        traces = [each.trace if isinstance(each, Recording) else None for each in tried]
        pictures, found = pages(traces, self.title)
        runs = [
            {"error": each} if run is None else run
            for run, each in zip(found, tried, strict=True)
        ]
        bundle = {
            "sliders": sliders_json(self._sliders),
            "places": [each.start for each in self._sliders],
            "pictures": pictures,
            "runs": runs,
        }
        start = tried[grid.index(self._start)]
        still = start if isinstance(start, Recording) else recordings[0]
        return live_page_html(bundle, still._document, still[-1].svg, self.title)

    def save(self, path: str | Path) -> Path:
        """Write the page; say where.

        Raises:
            SaveError: the path does not end in ``.html``, or cannot be written to.
            LiveError: there are too many positions, or the function fails at all.
        """
        return save_page(path, "sliders", self.page)

    def _count(self) -> None:
        counts = [len(each.values) for each in self._sliders]
        if math.prod(counts) > MOST:
            times = " × ".join(f"{each:,}" for each in counts)
            product = f"{times} = " if len(counts) > 1 else ""
            raise LiveError(
                f"a page has at most {MOST:,} positions, and these are {product}"
                f"{math.prod(counts):,}: give fewer, as x=np.linspace(-3, 3, 25)"
            )

    # in a notebook

    def widget(self, **shown: Any) -> LiveWidget:
        """Sliders and player tied to this kernel, which runs the function.

        ``shown`` are its traits at the start, as ``index=11``.

        Raises:
            LiveError: the function fails wherever it is tried.
        """
        from autoviz.player.live_widget import LiveWidget

        desk = _Desk(self)
        return LiveWidget(self._sliders, desk.prepare(), desk.answer, **shown)

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        """The widget; where it is gone, the player at the first position."""
        widget = self.widget()
        shown = widget._repr_mimebundle_(**asked)
        if shown is None:
            return {"text/plain": repr(self)}
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        html = self.at(**widget.at)._repr_mimebundle_()["text/html"]
        return {**data, "text/html": html, "text/plain": repr(self)}, metadata

    def _try(self, leaves: Mapping[str, float]) -> Recording | str:
        """The recording, or a sentence."""
        try:
            return self.at(**leaves)
        except Exception as error:
            where = ", ".join(f"{name} = {each:g}" for name, each in leaves.items())
            said = (str(error).splitlines() or [""])[0].rstrip(".")
            if not isinstance(error, LiveError):
                said = f"{self.title} raised {type(error).__name__}: {said}"
            return f"At {where}, {said}."


class _Desk:
    """Answers a widget: with a patch, or with another document."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._album = Album(live.title)
        self._document: Json | None = None

    def prepare(self) -> dict[str, float]:
        """Run at a few positions, so that cards have room; where to begin."""
        good = []
        for leaves in self._samples():
            tried = self._live._try(leaves)
            if isinstance(tried, Recording):
                self._album.expect(tried.trace)
                good.append(leaves)
        if not good:
            raise LiveError(f"{self._live.title} fails wherever it is tried: {tried}")
        return good[0]

    def answer(self, leaves: Mapping[str, float]) -> tuple[Json | None, Json]:
        """The document if it is not the one before, and the news."""
        tried = self._live._try(leaves)
        news: Json = {"at": dict(leaves)}
        if not isinstance(tried, Recording):
            return None, news | {"error": tried}
        document, patch = self._album.add(tried.trace)
        is_new, self._document = document is not self._document, document
        return document if is_new else None, news | {"patch": patch}

    def _samples(self) -> Iterable[dict[str, float]]:
        """The start, then positions of each slider while the others stay there."""
        start = self._live._start
        yield start
        for each in self._live._sliders:
            last = len(each.values) - 1
            places = {round(last * part / (TRIED - 1)) for part in range(TRIED)}
            for place in sorted(places):
                yield {**start, each.name: each.values[place]}


_CALL = compile(
    """\
with recorder as recording:
    scalar(fn(**leaves)).backward()
""",
    "<live>",
    "exec",
)
"""The program that is recorded, around the function.

It is a file of its own and has no text: so the line that moved a slider, which may be
deep in the notebook's own code, is not taken for the line that called ``backward()``.
"""


def _recorded(fn: Callable[..., Any], leaves: Mapping[str, Any]) -> Recording:
    recorder = record(names=leaves).around(fn)
    variables: dict[str, Any] = {
        "recorder": recorder,
        "scalar": _scalar,
        "fn": fn,
        "leaves": leaves,
    }
    exec(_CALL, fn.__globals__, variables)
    recording: Recording = variables["recording"]
    return recording


def _scalar(result: Any) -> Any:
    """What a function returned, if ``backward()`` can be run on it."""
    if not hasattr(result, "backward"):
        kind = type(result).__name__
        raise LiveError(
            f"the function returned {kind}: return the tensor that backward() is run on"
        )
    return result


def _positions(name: str, given: Iterable[float]) -> tuple[float, ...]:
    """What a slider can be at: of a tuple a range, of all else the numbers in it."""
    try:
        numbers = [float(each) for each in given]
    except (TypeError, ValueError):
        numbers = []
    is_range = isinstance(given, tuple)
    if not numbers or not all(map(math.isfinite, numbers)):
        numbers = []
    if (
        not numbers
        or isinstance(given, str)
        or (is_range and len(numbers) not in (2, 3))
    ):
        raise LiveError(
            f"{name}= is a tuple, (low, high) or (low, high, step), or a list or array "
            f"of positions, not {given!r}"
        )
    return _range(name, *numbers) if is_range else tuple(numbers)


def _range(
    name: str, low: float, high: float, step: float | None = None
) -> tuple[float, ...]:
    step = (high - low) / STEPS if step is None else step
    if not (low < high and step > 0):
        raise LiveError(
            f"{name}=({low:g}, {high:g}) with a step of {step:g} leads nowhere: "
            "low is below high, and a step above 0"
        )
    count = math.floor((high - low) / step + 1e-9) + 1
    if count > FINEST:
        raise LiveError(
            f"{name}= has {count:,} positions, and a slider at most {FINEST:,}: "
            "make the step larger"
        )
    return tuple(float(f"{low + step * at:.12g}") for at in range(count))
