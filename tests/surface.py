"""The stubs that tell type checkers what is found at run time.

One lists what ``faces.bind`` puts on ``Tensor``, the other what ``autoviz`` offers.
``python -m tests.surface`` writes both; a test holds them against the tables.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import autoviz
import autoviz.core
from autoviz.core import dtypes, filled, tensor_types
from autoviz.core.dtypes import Dtype
from autoviz.core.faces import Face
from autoviz.core.ops.reduction import dims
from autoviz.core.tensor import Tensor

STUB = Path(autoviz.core.__file__).parent / "surface.pyi"
NAMES = Path(autoviz.__file__).parent / "__init__.pyi"

_HEAD = '''\
"""The methods and operators of ``Tensor``, for editors and type checkers.

Made by ``python -m tests.surface`` from the faces of ``ops/``. Do not edit.
"""

'''

_HOMES = (dtypes.__name__, Tensor.__module__, dims.__name__)
"""Where a name that stands for a type is looked for first."""


def stub() -> str:
    """The whole file."""
    lines = [line for face in faces() for line in _lines(face)]
    imports = sorted({each for face in faces() for each in _imports(face)})
    head = "".join(f"{line}\n" for line in ["import builtins", *imports])
    body = "".join(f"    {line}\n" for line in lines)
    return f"{_HEAD}{head}\nclass Surface:\n{body}"


def _imports(face: Face) -> Iterator[str]:
    """What the signatures mention."""
    for function in (face.function, face.reflected, face.in_place):
        if function is None:
            continue
        text = "".join(re.findall(r"[:>] [^=]*", str(inspect.signature(function))))
        for name in re.findall(r"\b[A-Z]\w+", text):
            if name != "None":
                yield f"from {_home(name, function.__module__)} import {name}"


def _home(name: str, module: str) -> str:
    value = getattr(import_module(module), name, None)
    homes = (*_HOMES, module)
    if isinstance(value, type) or value is Any:
        homes = (value.__module__,)
    return next(each for each in homes if hasattr(import_module(each), name))


def faces() -> Iterator[Face]:
    """Every face of every family."""
    for family in (*autoviz.core.FAMILIES, filled, tensor_types):
        yield from family.FACES


def _lines(face: Face) -> Iterator[str]:
    for name in face.methods:
        yield _method(name, face.function)
    if face.property:
        yield "@property"
        yield _method(face.property, face.function)
    if face.property and face.setter:
        yield f"@{face.property}.setter"
        yield _method(face.property, face.setter)
    if face.operator:
        yield _method(f"__{face.operator}__", face.function)
    if face.operator and face.reflected:
        yield _method(f"__r{face.operator}__", face.reflected)
    if face.in_place:
        yield _method(f"{face.methods[0]}_", face.in_place)
        if face.operator:
            yield _method(f"__i{face.operator}__", face.in_place)


class _Default:
    """What a stub says of a default: that there is one."""

    def __repr__(self) -> str:
        return "..."


def _method(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    first, *others = signature.parameters.values()
    others = [
        each if each.default is each.empty else each.replace(default=_Default())
        for each in others
    ]
    if name.startswith("__"):  # an operator has operands and no options
        others = [each for each in others if each.kind is not each.KEYWORD_ONLY]
    parameters = [first.replace(name="self", annotation=first.empty), *others]
    text = str(signature.replace(parameters=parameters)).replace("'", "")
    # Tensor has methods of these names
    text = re.sub(r"\b(int|float|bool|type|complex)\b(?!:)", r"builtins.\1", text)
    if name in ("__eq__", "__ne__"):  # as Python's own object has it
        text = text.replace("Tensor | Number", "object")
    return f"def {name}{text}: ..."


def names() -> str:
    """The whole file that lists what ``autoviz`` offers."""
    lines = [_import(name) for name in dir(autoviz)]
    return _NAMES_HEAD + "".join(
        f"{line}\n" for line in sorted(["import builtins", *lines])
    )


_NAMES_HEAD = '''\
"""What ``autoviz`` offers, for editors and type checkers.

Made by ``python -m tests.surface``. Do not edit.
"""

'''


def _import(name: str) -> str:
    value = getattr(autoviz, name)
    if inspect.ismodule(value):
        package, _, own = value.__name__.rpartition(".")
        return f"from {package} import {own} as {name}"
    if isinstance(value, Dtype):
        own = next(n for n, each in vars(dtypes).items() if each is value)
        return f"from autoviz.core.dtypes import {own} as {name}"
    if isinstance(value, float) or value is None:
        return f"{name}: {'None' if value is None else 'builtins.float'}"
    if name.endswith("_") and hasattr(Tensor, name):
        return f"{name} = Tensor.{name}"
    module = getattr(value, "__module__", "autoviz._version")
    own = getattr(value, "__name__", name)
    return f"from {module} import {own} as {name}"


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
    NAMES.write_text(names(), encoding="utf-8")
