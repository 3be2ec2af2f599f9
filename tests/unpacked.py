"""The documents that a page or a notebook's output carries, compressed."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from typing import Any

__all__ = ["documents"]


def documents(html: str) -> list[Any]:
    """One for each player; the stylesheet comes before them."""
    (packed,) = re.findall(r'atob\("([^"]*)"\)', html)
    _style, *found = json.loads(gzip.decompress(b64decode(packed)))
    return found
