"""``save`` and ``load``: tensors and what holds them, in a file that runs no code.

PyTorch's files hold a pickle, and who reads one runs whatever is in there. This file is
a zip with one ``.npy`` for each tensor, and ``structure.json``, which says where each
belongs: in which list, under which name. Only plain data can be in it: state dicts,
lists, numbers, texts. Of a module save its ``state_dict()``.

A tensor that occurs twice is stored once, and is one tensor again. The same data gives
the same bytes.

Next: ``autoviz.watch``, which records what such programs do.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from autoviz.core import dtypes
from autoviz.core.device import Device, check_device
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.inplace import unobserved
from autoviz.core.shapes import Size
from autoviz.core.tensor import Tensor, wrap
from autoviz.errors import FileError, SaveError

__all__ = ["load", "save"]

File = str | PathLike[str] | IO[bytes]

_STRUCTURE = "structure.json"
_FORMAT = "autoviz tensors 1"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_DICTS: dict[str, type[dict[Any, Any]]] = {
    "dict": dict,
    "OrderedDict": OrderedDict,
    "Counter": Counter,
}
_SEQUENCES: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "Size": Size,
}


def save(
    obj: Any,
    f: File,
    pickle_module: Any = None,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
) -> None:
    """Write tensors, or dictionaries and lists of them, into a file.

    What stood there before is untouched until all is written. The last three arguments
    are PyTorch's, and have no effect.

    >>> import io
    >>> import autoviz as av
    >>> file = io.BytesIO()
    >>> av.save({"w": av.ones(2), "epoch": 3}, file)
    >>> _ = file.seek(0)
    >>> av.load(file)
    {'w': tensor([1., 1.]), 'epoch': 3}

    Raises:
        SaveError: it holds something that is no plain data, or cannot be written.
    """
    writing = _Writing()
    structure = {"format": _FORMAT, "content": writing.told(obj, "it")}
    data = _zipped(structure, writing.arrays)
    if isinstance(f, str | PathLike):
        from autoviz.saving import write

        write(Path(f), data)
    else:
        f.write(data)


def load(
    f: File,
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
) -> Any:
    """What was saved, as it was.

    Tensors are on the CPU, wherever ``map_location`` says, if that is no other device.
    The last three arguments are PyTorch's, and have no effect: nothing but data is ever
    read.

    Raises:
        FileError: the file was not written by ``save``, or is broken.
    """
    if isinstance(map_location, str | Device):
        check_device(map_location)
    name = f if isinstance(f, str | PathLike) else "this file"
    try:
        with zipfile.ZipFile(f) as archive:
            return _Reading(archive).content()
    except FileError as error:
        raise FileError(f"cannot read {name}: {error}") from None
    except zipfile.BadZipFile:
        raise FileError(f"cannot read {name}: {NOT_OURS}") from None


NOT_OURS = "it was not written by autoviz.save, or is broken"
PYTORCHS = (
    "it was written by PyTorch and holds a pickle, which autoviz does not run. Read it "
    "with PyTorch and hand over the numbers: {name: autoviz.tensor(each.numpy()) for "
    "name, each in torch.load(file).items()}"
)


# writing


class _Writing:
    """Says what there is, and collects arrays."""

    def __init__(self) -> None:
        self.arrays: list[Array] = []
        self._known: dict[int, tuple[Tensor, int]] = {}

    def told(self, value: Any, place: str) -> Any:
        """The structure of a value, for JSON."""
        if value is None or isinstance(value, bool | str) or type(value) is int:
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else {"float": str(value)}
        if isinstance(value, Tensor):
            return self._tensor(value)
        if isinstance(value, Dtype):
            return {"dtype": value.name}
        if isinstance(value, Device):
            return {"device": str(value)}
        if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "bifu":
            return {"array": self._array(np.asarray(value)), "is": _kind_of(value)}
        kind = type(value).__name__
        if _DICTS.get(kind) is type(value):
            return {kind: [self._item(*each, place) for each in value.items()]}
        if _SEQUENCES.get(kind) is type(value):
            return {
                kind: [self.told(e, f"{place}[{at}]") for at, e in enumerate(value)]
            }
        raise SaveError(
            f"cannot save {place}: a {kind} is no plain data"
            + (", save its state_dict()" if hasattr(value, "state_dict") else "")
        )

    def _item(self, name: Any, value: Any, place: str) -> list[Any]:
        key = self.told(name, f"a name in {place}")
        return [key, self.told(value, f"{place}[{name!r}]")]

    def _tensor(self, tensor: Tensor) -> dict[str, Any]:
        known = self._known.get(id(tensor))
        if known is None:
            known = self._known[id(tensor)] = tensor, self._array(tensor.array)
        told = {"tensor": known[1], "requires_grad": tensor.requires_grad}
        kind = type(tensor).__name__
        return told if kind == "Tensor" else {**told, "is": kind}

    def _array(self, array: Array) -> int:
        self.arrays.append(array)
        return len(self.arrays) - 1


def _kind_of(value: Any) -> str:
    return "ndarray" if isinstance(value, np.ndarray) else "number"


def _zipped(structure: Any, arrays: Sequence[Array]) -> bytes:
    """All of it; the time is left out, which would make equal files differ."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(structure, separators=(",", ":"))
        archive.writestr(zipfile.ZipInfo(_STRUCTURE, _FIRST_DAY), text)
        for number, array in enumerate(arrays):
            numbers = io.BytesIO()
            np.lib.format.write_array(numbers, array, allow_pickle=False)
            name = zipfile.ZipInfo(_file_of(number), _FIRST_DAY)
            archive.writestr(name, numbers.getvalue())
    return data.getvalue()


def _file_of(number: int) -> str:
    return f"tensors/{number}.npy"


# reading


class _Reading:
    """Makes of a structure what it tells."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._known: dict[int, Any] = {}

    def content(self) -> Any:
        """All of it."""
        names = self._archive.namelist()
        if _STRUCTURE not in names:
            pickled = any(each.endswith("/data.pkl") for each in names)
            raise FileError(PYTORCHS if pickled else NOT_OURS)
        try:
            structure = json.loads(self._archive.read(_STRUCTURE))
            if structure["format"] != _FORMAT:
                raise FileError(f"its format is {structure['format']!r}")
            return self._made(structure["content"])
        except (KeyError, TypeError, ValueError, EOFError, zlib.error) as error:
            raise FileError(NOT_OURS) from error

    def _made(self, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        kind, content = next(iter(told.items()))
        if kind in _DICTS:
            pairs = [(self._made(name), self._made(each)) for name, each in content]
            return _DICTS[kind](dict(pairs))
        if kind in _SEQUENCES:
            return _SEQUENCES[kind](self._made(each) for each in content)
        if kind == "tensor":
            return self._tensor(content, told)
        if kind == "array":
            array = self._array(content)
            return array if told["is"] == "ndarray" else array[()]
        return _PLAIN[kind](content)

    def _tensor(self, number: int, told: dict[str, Any]) -> Tensor:
        if number not in self._known:
            with unobserved():
                made = wrap(self._array(number))
                if "is" in told:
                    made = _of_modules(told["is"])(made)
                made.requires_grad = told["requires_grad"]
                made.storage.written()  # its numbers were: as PyTorch counts
            self._known[number] = made
        known: Tensor = self._known[number]
        return known

    def _array(self, number: int) -> Array:
        with self._archive.open(_file_of(number)) as file:
            return np.lib.format.read_array(file, allow_pickle=False)


def _of_modules(kind: str) -> Callable[[Tensor], Tensor]:
    from autoviz.nn import parameter

    kinds: dict[str, Callable[[Tensor], Tensor]] = {
        "Parameter": parameter.Parameter,
        "Buffer": parameter.Buffer,
    }
    return kinds[kind]


_DTYPES = {e.name: e for e in vars(dtypes).values() if isinstance(e, Dtype)}
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "dtype": lambda name: _DTYPES[name],
    "device": Device,
}
