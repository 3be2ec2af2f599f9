"""A large matrix as an image: one colour for each cell, in a few hundred bytes.

It is a PNG of two pixels per cell, written here byte by byte; whoever draws it makes
it as large as it is to be. Blue and red are equally dark, so a cell below zero has a
lighter right half: it looks striped, with and without colours. Nan and what is beyond
the limits have a black left half.

Next: ``matrix``, which draws it.
"""

from __future__ import annotations

import functools
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator

from autoviz.picture.notation.numbers import BEYOND
from autoviz.picture.theme import LIGHT, TONES, Theme

__all__ = ["heatmap"]

_MOST = len(TONES) // 2
_LIGHTER = 3
"""Colour steps between the halves of a cell below zero."""


@functools.lru_cache(maxsize=512)
def heatmap(tones: tuple[tuple[int | None, ...], ...], theme: Theme = LIGHT) -> str:
    """An image of such colour steps, as an address that needs no file and no host."""
    colours = [back for back, _ in (*theme.tones, *theme.odd)]
    size = struct.pack(">2I5B", 2 * len(tones[0]), len(tones), 4, 3, 0, 0, 0)
    palette = b"".join(bytes.fromhex(each[1:]) for each in colours)
    lines = b"".join(b"\0" + bytes(_PIXELS[each] for each in row) for row in tones)
    chunks = (
        _chunk(b"IHDR", size),
        _chunk(b"PLTE", palette),
        _chunk(b"IDAT", zlib.compress(lines)),
        _chunk(b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}"


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def _halves() -> Iterator[tuple[int | None, int, int]]:
    """For each tone the places of two colours, left and right."""
    black, nan = len(TONES), len(TONES) + 1
    for tone in range(-_MOST, _MOST + 1):
        place = tone + _MOST
        yield tone, place, min(place + _LIGHTER, _MOST) if tone < 0 else place
    yield BEYOND, black, 2 * _MOST
    yield -BEYOND, black, 1
    yield None, black, nan


_PIXELS = {tone: left << 4 | right for tone, left, right in _halves()}
