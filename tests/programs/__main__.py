"""Write the books anew, with what the recordings say today."""

from __future__ import annotations

from dataclasses import replace

from tests.programs.book import BOOKS, path, read, record, told

for book in BOOKS:
    programs = [
        replace(
            each, expected={n: tuple(told(record(each, n))) for n in each.libraries}
        )
        for each in read(book)
    ]
    path(book).write_text("\n".join(map(str, programs)), "utf-8")
