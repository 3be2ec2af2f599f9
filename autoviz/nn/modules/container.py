"""Modules made of modules: in a row, in a list, in a dict.

A list that is just a Python list would hide its modules from ``parameters()``; these
are modules themselves, and so register what is put into them.

Next: ``parameters``.
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from itertools import groupby
from typing import Any, Self

from autoviz.nn.modules.module import Module, indented

__all__ = ["ModuleDict", "ModuleList", "Sequential", "pairs_of", "place"]


class _Row(Module):
    """Modules under the names "0", "1" and so on."""

    _modules: dict[str, Any]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __setitem__(self, idx: int, module: Module) -> None:
        setattr(self, self._name(idx), module)

    def __delitem__(self, idx: int | slice) -> None:
        names = list(self._modules)
        gone = names[idx] if isinstance(idx, slice) else [self._name(idx)]
        for name in gone:
            delattr(self, name)
        self._modules = {str(at): each for at, each in enumerate(self)}

    def _name(self, idx: int) -> str:
        return list(self._modules)[place(idx, len(self))]

    def append(self, module: Module) -> Self:
        """One more at the end."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Self:
        """More at the end."""
        for each in modules:
            self.append(each)
        return self

    def pop(self, key: int) -> Any:
        """Take one out."""
        module = self._modules[self._name(key)]
        del self[key]
        return module

    def _put_between(self, index: int, module: Module) -> None:
        rest = list(self)[index:]
        for at, each in enumerate((module, *rest), index):
            self._modules[str(at)] = each


def place(idx: int, length: int) -> int:
    """An index counted from the front.

    Raises:
        IndexError: there is none.
    """
    idx = operator.index(idx)
    if not -length <= idx < length:
        raise IndexError(f"index {idx} is out of range")
    return idx % length


class Sequential(_Row):
    """Modules that run one after the other, each on what the one before has made.

    >>> import autoviz as av
    >>> nn = av.nn
    >>> nn.Sequential(nn.Linear(2, 3), nn.Tanh())
    Sequential(
      (0): Linear(in_features=2, out_features=3, bias=True)
      (1): Tanh()
    )
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        named = {str(at): each for at, each in enumerate(args)}
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            named = args[0]
        for name, module in named.items():
            self.add_module(name, module)

    def forward(self, input: Any) -> Any:
        for module in self:
            input = module(input)
        return input

    def __getitem__(self, idx: int | slice) -> Any:
        if isinstance(idx, slice):
            return type(self)(OrderedDict(list(self._modules.items())[idx]))
        return self._modules[self._name(idx)]

    def insert(self, index: int, module: Module) -> Self:
        """One more, before the one that stands there."""
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")
        count = len(self)
        if not -count <= index <= count:
            raise IndexError(f"Index out of range: {index}")
        self._put_between(index + count if index < 0 else index, module)
        return self

    def __add__(self, other: Any) -> Sequential:
        return Sequential().extend(self).extend(_layers(other))

    def __iadd__(self, other: Any) -> Self:
        return self.extend(list(_layers(other)))

    def __mul__(self, other: Any) -> Sequential:
        return Sequential(*(list(self) * _times(self, other)))

    __rmul__ = __mul__

    def __imul__(self, other: Any) -> Self:
        return self.extend(list(self) * (_times(self, other) - 1))


def _layers(other: Any) -> Sequential:
    if not isinstance(other, Sequential):
        raise ValueError(
            "add operator supports only objects of Sequential class, but "
            f"{type(other)} is given."
        )
    return other


def _times(module: Module, other: Any) -> int:
    if not isinstance(other, int):
        raise TypeError(
            f"unsupported operand type(s) for *: {type(module)} and {type(other)}"
        )
    if other <= 0:
        raise ValueError(
            f"Non-positive multiplication factor {other} for {type(module)}"
        )
    return other


class ModuleList(_Row):
    """A list of modules; what runs when is up to whoever has it."""

    def __init__(self, modules: Iterable[Module] | None = None) -> None:
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def __getitem__(self, idx: int | slice) -> Any:
        if isinstance(idx, slice):
            return type(self)(list(self)[idx])
        return self._modules[self._name(idx)]

    def __iadd__(self, modules: Iterable[Module]) -> Self:
        return self.extend(modules)

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return ModuleList(self).extend(other)

    def extend(self, modules: Iterable[Module]) -> Self:
        """More at the end."""
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleList.extend should be called with an iterable, but got "
                f"{type(modules).__name__}"
            )
        return super().extend(modules)

    def insert(self, index: int, module: Module) -> None:
        """One more, before the one that stands there."""
        count = len(self)
        self._put_between(max(index + count, 0) if index < 0 else index, module)

    def __repr__(self) -> str:
        """Equal modules in a row are told once."""
        lines, at = [], 0
        for text, some in groupby(map(repr, self)):
            count = len(list(some))
            told = f"({at}): " if count == 1 else f"({at}-{at + count - 1}): {count} x "
            lines.append(f"\n  {indented(told + text)}")
            at += count
        return f"{self._get_name()}({''.join(lines)}" + ("\n)" if lines else ")")


class ModuleDict(Module):
    """Modules by name."""

    _modules: dict[str, Any]

    def __init__(self, modules: Any = None) -> None:
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key: str) -> Any:
        return self._modules[key]

    def __setitem__(self, key: str, module: Module) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        del self._modules[key]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: str) -> bool:
        return key in self._modules

    def clear(self) -> None:
        """Take all out."""
        self._modules.clear()

    def pop(self, key: str) -> Any:
        """Take one out."""
        return self._modules.pop(key)

    def keys(self) -> KeysView[str]:
        return self._modules.keys()

    def items(self) -> ItemsView[str, Any]:
        return self._modules.items()

    def values(self) -> ValuesView[Any]:
        return self._modules.values()

    def update(self, modules: Any) -> None:
        """Put in all of another one, of a dict, or of a list of pairs."""
        for key, module in pairs_of(modules, "ModuleDict", "ModuleDict"):
            self[key] = module


def pairs_of(given: Any, kind: str, title: str) -> Iterable[tuple[str, Any]]:
    """Keys and values, from whatever ``update`` was given.

    Raises:
        TypeError: it cannot be gone through.
        ValueError: something in it is no pair.
    """
    if not isinstance(given, Iterable):
        raise TypeError(
            f"{title}.update should be called with an iterable of key/value pairs, but "
            f"got {type(given).__name__}"
        )
    if hasattr(given, "items"):
        pairs: Iterable[tuple[str, Any]] = list(given.items())
        return pairs
    return [_pair(kind, at, each) for at, each in enumerate(given)]


def _pair(kind: str, at: int, given: Any) -> tuple[str, Any]:
    if not isinstance(given, Iterable):
        raise TypeError(
            f"{kind} update sequence element #{at} should be Iterable; is"
            f"{type(given).__name__}"
        )
    parts = list(given)
    if len(parts) != 2:
        raise ValueError(
            f"{kind} update sequence element #{at} has length {len(parts)}; 2 is "
            "required"
        )
    return parts[0], parts[1]
