"""The stubs that tell type checkers what is found at run time.

One lists what ``faces.bind`` puts on ``Tensor``, the other what ``autoviz`` offers.
``python -m tests.surface`` writes both; a test holds them against the tables.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autoviz
import autoviz.core
from autoviz.core import dtypes
from autoviz.core.dtypes import Dtype
from autoviz.core.faces import Face

STUB = Path(autoviz.core.__file__).parent / "surface.pyi"
NAMES = Path(autoviz.__file__).parent / "__init__.pyi"

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


def names() -> str:
    """The whole file that lists what ``autoviz`` offers."""
    lines = [_import(name) for name in dir(autoviz)]
    return _NAMES_HEAD + "".join(f"{line}\n" for line in sorted(lines))


_NAMES_HEAD = '''\
"""What ``autoviz`` offers, for editors and type checkers.

Made by ``python -m tests.surface``. Do not edit.
"""

'''


def _import(name: str) -> str:
    value = getattr(autoviz, name)
    if inspect.ismodule(value):
        return f"from autoviz import {name} as {name}"
    if isinstance(value, Dtype):
        own = next(n for n, each in vars(dtypes).items() if each is value)
        return f"from autoviz.core.dtypes import {own} as {name}"
    module = getattr(value, "__module__", "autoviz._version")
    own = getattr(value, "__name__", name)
    return f"from {module} import {own} as {name}"


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
    NAMES.write_text(names(), encoding="utf-8")
