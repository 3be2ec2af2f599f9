"""Still pictures below each other, as one: for where no script runs.

Next: ``document``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from autoviz.picture.canvas import clean
from autoviz.picture.theme import LIGHT, SANS

__all__ = ["beside"]

_LABEL = 26
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"')


def beside(stills: Sequence[str], labels: Sequence[str]) -> str:
    """One SVG with all of these, each under its label."""
    drawn, width, top = [], 0.0, 0.0
    for still, label in zip(stills, labels, strict=True):
        found = _SIZE.search(still)
        assert found is not None
        drawn.append(
            f'<text x="14" y="{top + 18:g}" font-family={quoteattr(SANS)} '
            f'font-size="13" font-weight="700" fill="{LIGHT.ink}">{clean(label)}</text>'
        )
        top += _LABEL
        body = still[found.start() :]
        drawn.append(body.replace("<svg ", f'<svg y="{top:g}" ', 1))
        width = max(width, float(found[1]))
        top += float(found[2])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{top:g}" '
        f'viewBox="0 0 {width:g} {top:g}"><rect width="100%" height="100%" '
        f'fill="{LIGHT.surface}"/>{"".join(drawn)}</svg>'
    )
