"""The stub that tells type checkers what ``faces.bind`` puts on ``Tensor``.

``python -m tests.surface`` writes it; a test holds it against the table.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autoviz.core
from autoviz.core.faces import Face

STUB = Path(autoviz.core.__file__).parent / "surface.pyi"

_HEAD = '''\
"""The methods and operators of ``Tensor``, for editors and type checkers.

Made by ``python -m tests.surface`` from the faces of ``ops/``. Do not edit.
"""

from collections.abc import Sequence
from typing import Any

from autoviz.core.tensor import Number, Tensor

Dims = int | Sequence[int]

class Surface:
'''


def stub() -> str:
    """The whole file."""
    lines = [line for face in faces() for line in _lines(face)]
    return _HEAD + "".join(f"    {line}\n" for line in lines)


def faces() -> Iterator[Face]:
    """Every face of every family."""
    for family in autoviz.core.FAMILIES:
        yield from family.FACES


def _lines(face: Face) -> Iterator[str]:
    for name in face.methods:
        yield _method(name, face.function)
    if face.property:
        yield "@property"
        yield _method(face.property, face.function)
    if face.operator:
        yield _method(f"__{face.operator}__", face.function)
    if face.operator and face.reflected:
        yield _method(f"__r{face.operator}__", face.reflected)
    if face.in_place:
        yield _method(f"{face.methods[0]}_", face.in_place)
        if face.operator:
            yield _method(f"__i{face.operator}__", face.in_place)


def _method(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    first, *others = signature.parameters.values()
    parameters = [first.replace(name="self", annotation=first.empty), *others]
    shown = signature.replace(parameters=parameters)
    text = str(shown).replace("'", "")
    if name in ("__eq__", "__ne__"):
        text = text.replace(
            "Tensor | Number", "object"
        )  # as Python's own object has it
    return f"def {name}{text}: ..."


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
