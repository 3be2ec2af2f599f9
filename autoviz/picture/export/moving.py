"""GIF and WebP: steps that play by themselves where SVG does not, as on slides.

Every frame has the same few colours, those that are used most, so that nothing flickers
where nothing happens.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from autoviz.errors import SaveError
from autoviz.picture.export import png
from autoviz.picture.export.look import Look
from autoviz.picture.export.svg import LAST, SECONDS
from autoviz.picture.export.typesetting import missing
from autoviz.picture.view import View

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["gif", "webp"]

COLOURS, SAMPLES = 256, 6
APART = 8
"""Pillow finds the nearest colour exactly where no two are closer than that."""

MOST = 1e9
"""Pixels of all frames, and bytes while the file is made."""


def gif(view: View, steps: Sequence[int], look: Look) -> bytes:
    """The steps one after the other, again and again."""
    return _animation(view, steps, look, "GIF")


def webp(view: View, steps: Sequence[int], look: Look) -> bytes:
    """The same in fewer bytes, for browsers."""
    how = {"lossless": True, "quality": 50, "method": 2}
    return _animation(view, steps, look, "WEBP", **how)


def _animation(
    view: View, steps: Sequence[int], look: Look, format: str, **how: Any
) -> bytes:
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise missing("pillow") from error
    first, *others = _frames(list(png.stills(view, steps, look)))
    seconds = [SECONDS] * (len(steps) - 1) + [LAST]
    file = io.BytesIO()
    first.save(
        file,
        format,
        save_all=True,
        append_images=others,
        duration=[round(1000 * each) for each in seconds],
        loop=0,
        **how,
    )
    return file.getvalue()


def _frames(drawn: Sequence[bytes]) -> Iterator[Image]:
    """All frames, in the same colours."""
    from PIL.Image import Dither

    some = [_opened(each) for each in drawn[:: -(-len(drawn) // SAMPLES)]]
    _check(len(drawn), some[0])
    palette = _palette(some)
    for each in drawn:
        yield _opened(each).quantize(palette=palette, dither=Dither.NONE)


def _check(count: int, frame: Image) -> None:
    if count * frame.width * frame.height > MOST:
        raise SaveError(
            f"{count} frames of {frame.width} × {frame.height} pixels are too large: "
            "ask for fewer steps, or a smaller width or scale"
        )


def _palette(frames: Sequence[Image]) -> Image:
    """The colours that most pixels have, exactly as they are."""
    from PIL import Image

    counts: Counter[Any] = Counter()
    for frame in frames:
        for count, colour in frame.getcolors(frame.width * frame.height) or ():
            counts[colour] += count
    apart: dict[tuple[int, ...], Any] = {}
    for colour, _ in counts.most_common():
        apart.setdefault(tuple(part // APART for part in colour), colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([each for rgb in [*apart.values()][:COLOURS] for each in rgb])
    return palette


def _opened(png: bytes) -> Image:
    from PIL import Image

    return Image.open(io.BytesIO(png)).convert("RGB")
