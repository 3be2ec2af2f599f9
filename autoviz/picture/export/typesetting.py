"""Typst: what turns our SVG into pixels and into paper.

It comes as one wheel, with fonts of its own for where the system has none, sets text as
text, and draws a dozen pictures in a tenth of a second. What it is given arrives as
data, never as a part of its program, so no name can be taken for markup.

Next: ``png`` and ``pdf``, which have the programs.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from autoviz.errors import SaveError

__all__ = ["missing", "typeset"]


def typeset(source: str, given: object, **options: Any) -> list[bytes]:
    """Run a Typst program; ``given`` is what its ``given`` is.

    A PDF is one result, pixels are one for each page.
    """
    try:
        import typst
    except ImportError as error:
        raise missing("typst") from error
    program = f"#let given = json(bytes(sys.inputs.given))\n{source}"
    data = {"given": json.dumps(given)}
    try:
        done = typst.compile(
            program.encode(), font_paths=_fonts(), sys_inputs=data, **options
        )
    except typst.TypstError as error:
        raise SaveError(f"typst could not draw this: {error}") from error
    return done if isinstance(done, list) else [done]


def missing(package: str) -> SaveError:
    return SaveError(
        f"this format takes the package {package}, which is not installed: "
        "pip install 'autoviz-grad[export]'"
    )


@functools.cache
def _fonts() -> Any:
    """Those of the system, and Typst's own; looking for them takes a while."""
    import typst

    return typst.Fonts()
