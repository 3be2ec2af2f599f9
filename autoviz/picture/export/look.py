"""What somebody asks of an exported picture besides its steps.

Next: ``svg``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from autoviz.picture.theme import LIGHT, Theme

__all__ = ["Look", "size"]


def _nobody(done: int, total: int) -> None:
    """Progress that nobody wants to hear of."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, and how large: ``width`` pixels, or ``scale`` times its own size.

    ``title`` is the name of the recording. ``told`` hears how many pictures are done,
    and of how many.
    """

    theme: Theme = LIGHT
    width: float | None = None
    scale: float | None = None
    title: str = "recording"
    told: Callable[[int, int], None] = _nobody

    def factor(self, svg: str, usual: float = 1.0) -> float:
        """How many times as large this picture is to be as it is."""
        if self.width is not None:
            return self.width / size(svg)[0]
        return usual if self.scale is None else self.scale


def size(svg: str) -> tuple[float, float]:
    """Width and height of a picture of ours."""
    found = re.search(r' width="([\d.]+)" height="([\d.]+)"', svg)
    assert found is not None
    return float(found[1]), float(found[2])
