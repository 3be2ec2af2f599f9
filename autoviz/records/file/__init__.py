"""A recording as a file: one JSON object of flat tables.

Nothing in it is nested as deep as the graph is, and nothing is written twice: a text,
a value, a place in the code stands in a table of its own, and whoever has it says its
number. ``docs/file.md`` describes the format for other programs, ``schema.json`` for
validators.

Read ``tables`` (what a file consists of), then ``writing`` and ``reading``.
"""

from autoviz.records.file.json_text import LARGEST
from autoviz.records.file.reading import read
from autoviz.records.file.writing import write

__all__ = ["LARGEST", "read", "write"]
