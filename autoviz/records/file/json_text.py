"""JSON as text: one column a line to write, and nothing unbounded to read.

Whoever reads a file from somewhere must not be overwhelmed by it. Text is measured
before it is parsed: how long it is, packed and unpacked, and how many lists and objects
it has. A recording has few, however long it is.

Next: ``tables``.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NoReturn

from autoviz.errors import FileError, SaveError

__all__ = ["LARGEST", "json_text", "parsed"]

LARGEST = 2**28
"""Bytes of text, unpacked."""

_PARTS = 2000
"""Brackets, braces and colons. A recording has a few hundred."""

_GZIP = b"\x1f\x8b"
_NEXT_PART = re.compile(
    r"""(?> "(?>[^"\\]+|\\.)*+"? | [^]["{}:]+ )*+ (?: []\[{}:] | \Z )""",
    re.DOTALL | re.VERBOSE,
)


def json_text(document: Mapping[str, Any]) -> str:
    """The text of an object: its own objects indented, a list in one line.

    Raises:
        SaveError: it would be too large to be read again.
    """
    text = _indented(document, "") + "\n"
    if len(text) > LARGEST:
        raise SaveError(
            f"this recording takes more than {LARGEST >> 20} MB as a file: "
            "record less of it, or keep fewer numbers of each tensor"
        )
    return text


def _indented(document: Mapping[str, Any], margin: str) -> str:
    inner = f"{margin} "
    parts = (
        f"{inner}{json.dumps(name)}: "
        + (_indented(each, inner) if isinstance(each, dict) else _line(each))
        for name, each in document.items()
    )
    return "{\n" + ",\n".join(parts) + f"\n{margin}}}"


def _line(entry: Any) -> str:
    return json.dumps(entry, separators=(",", ":"), allow_nan=False)


def parsed(data: bytes) -> Any:
    """What a JSON text says; ``data`` may be packed with gzip.

    Raises:
        FileError: it is broken, or more than a recording has.
    """
    try:
        text = str(_unpacked(data), "utf-8")
        if any(islice(_NEXT_PART.finditer(text), _PARTS, None)):
            raise FileError("this is no recording: it has too many parts")
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_such_number
        )
    except (ValueError, RecursionError) as error:
        raise FileError(f"this is no JSON text: {error}") from error


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return _bounded(data)
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = _bounded(unpacker.decompress(data, LARGEST + 1))
    except zlib.error as error:
        raise FileError(f"this is no gzip file: {error}") from error
    if not unpacker.eof:
        raise FileError("this gzip file is not whole")
    if unpacker.unused_data:
        raise FileError("something comes after the end of this gzip file")
    return text


def _bounded(text: bytes) -> bytes:
    if len(text) > LARGEST:
        raise FileError(f"more than {LARGEST >> 20} MB of text")
    return text


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, each in pairs:
        if name in found:
            raise FileError(f"{json.dumps(name)} stands twice in one object")
        found[name] = each
    return found


def _no_such_number(text: str) -> NoReturn:
    raise FileError(f"{text} is no number of JSON")
