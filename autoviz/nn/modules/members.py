"""Lists of all there is in a tree of modules: its modules, parameters and buffers.

``named_modules`` walks the tree, wholes before parts, and names each module by the way
to it: ``"encoder.0.attention"``. Parameters are those of each module in this order.
What is met twice (two layers that share a weight) is listed once, under its first name,
so that an optimizer changes it once.

Next: ``calls``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from autoviz.core.tensor import Tensor
from autoviz.nn.parameter import Parameter

if TYPE_CHECKING:
    from autoviz.nn.modules.module import Module

__all__ = [
    "buffers",
    "children",
    "get_buffer",
    "get_parameter",
    "get_submodule",
    "modules",
    "named_buffers",
    "named_children",
    "named_modules",
    "named_parameters",
    "parameters",
    "set_submodule",
]


def named_modules(
    self: Module,
    memo: set[Module] | None = None,
    prefix: str = "",
    remove_duplicate: bool = True,
) -> Iterator[tuple[str, Module]]:
    """The module itself, then its parts and their parts, each with its name."""
    met = set() if memo is None else memo
    if self in met:
        return
    if remove_duplicate:
        met.add(self)
    yield prefix, self
    for name, module in self._modules.items():
        if module is not None:
            path = _joined(prefix, name)
            yield from module.named_modules(met, path, remove_duplicate)


def modules(self: Module, remove_duplicate: bool = True) -> Iterator[Module]:
    """The module itself, then its parts and their parts."""
    for _, module in self.named_modules(remove_duplicate=remove_duplicate):
        yield module


def named_children(self: Module) -> Iterator[tuple[str, Module]]:
    """The modules that were assigned to it, not their parts."""
    met = set()
    for name, module in self._modules.items():
        if module is not None and module not in met:
            met.add(module)
            yield name, module


def children(self: Module) -> Iterator[Module]:
    """The same without names."""
    for _, module in self.named_children():
        yield module


def named_parameters(
    self: Module, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
) -> Iterator[tuple[str, Parameter]]:
    """All that is learnt, as ``("hidden.weight", weight)``."""
    yield from _owned(self, "_parameters", prefix, recurse, remove_duplicate)


def parameters(self: Module, recurse: bool = True) -> Iterator[Parameter]:
    """All that is learnt: what an optimizer is given."""
    for _, each in self.named_parameters(recurse=recurse):
        yield each


def named_buffers(
    self: Module, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
) -> Iterator[tuple[str, Tensor]]:
    """All that is kept and not learnt, by name."""
    yield from _owned(self, "_buffers", prefix, recurse, remove_duplicate)


def buffers(self: Module, recurse: bool = True) -> Iterator[Tensor]:
    """All that is kept and not learnt."""
    for _, each in self.named_buffers(recurse=recurse):
        yield each


def _owned(
    self: Module, table: str, prefix: str, recurse: bool, remove_duplicate: bool
) -> Iterator[tuple[str, Any]]:
    owners: Any = [(prefix, self)]
    if recurse:
        owners = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
    met = set()
    for path, module in owners:
        for name, each in getattr(module, table).items():
            if each is None or each in met:
                continue
            if remove_duplicate:
                met.add(each)
            yield _joined(path, name), each


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# by name


def get_submodule(self: Module, target: str) -> Module:
    """The part that is called ``"encoder.0"``.

    Raises:
        AttributeError: there is none.
    """
    module = self
    for name in target.split(".") if target else ():
        module = _of(module, name)
        if not isinstance(module, _module_class()):
            raise AttributeError(f"`{name}` is not an nn.Module")
    return module


def set_submodule(
    self: Module, target: str, module: Module, strict: bool = False
) -> None:
    """Put another module in the place of the one that is called so.

    Raises:
        AttributeError: on the way there is none; if ``strict``, or it is no module,
            also at the end.
        ValueError: no name, or no module.
    """
    if target == "":
        raise ValueError("Cannot set the submodule without a target name!")
    if not isinstance(module, _module_class()):
        raise ValueError(f"`module` is not an nn.Module, found {type(module)}")
    path, _, name = target.rpartition(".")
    parent = self.get_submodule(path)
    if strict or hasattr(parent, name):
        self.get_submodule(target)
    setattr(parent, name, module)


def get_parameter(self: Module, target: str) -> Parameter:
    """The parameter that is called ``"hidden.weight"``.

    Raises:
        AttributeError: there is none.
    """
    path, _, name = target.rpartition(".")
    found = _of(self.get_submodule(path), name)
    if not isinstance(found, Parameter):
        raise AttributeError(f"`{name}` is not an nn.Parameter")
    return found


def get_buffer(self: Module, target: str) -> Tensor:
    """The buffer that is called so.

    Raises:
        AttributeError: there is none.
    """
    path, _, name = target.rpartition(".")
    module = self.get_submodule(path)
    _of(module, name)
    found = module._buffers.get(name)
    if found is None:
        raise AttributeError(f"`{name}` is not a buffer")
    return found


def _of(module: Module, name: str) -> Any:
    if not hasattr(module, name):
        raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
    return getattr(module, name)


def _module_class() -> type[Module]:
    from autoviz.nn.modules.module import Module

    return Module
