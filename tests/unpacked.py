"""The documents that a page or a notebook's output carries, compressed."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from typing import Any

__all__ = ["documents"]


def documents(html: str) -> list[Any]:
    """One for each player."""
    packed = re.findall(r'atob\("([^"]*)"\)', html)
    return [json.loads(gzip.decompress(b64decode(each))) for each in packed]
