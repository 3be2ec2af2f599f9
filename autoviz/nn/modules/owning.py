"""What a module owns, and what may be put on it: three tables, each with its rules.

A name stands in one table only. Once it is that of a parameter, what is assigned to it
later has to be a ``Parameter`` or None, because an optimizer may hold the old one; the
same for modules and buffers. What belongs in no table is an ordinary attribute.

Next: ``members``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from autoviz.core.tensor import Tensor
from autoviz.nn.modules.typename import typename
from autoviz.nn.parameter import Parameter

if TYPE_CHECKING:
    from autoviz.nn.modules.module import Module

__all__ = [
    "Kind",
    "add_module",
    "check",
    "forget",
    "register_buffer",
    "register_parameter",
]

Kind = Literal["parameter", "module", "buffer"]

_TABLE = {"parameter": "_parameters", "module": "_modules", "buffer": "_buffers"}
_BEFORE = {"parameter": "parameters", "module": "module", "buffer": "buffer"}
_MUST_BE = {
    "parameter": ("parameter", "torch.nn.Parameter or None"),
    "module": ("child module", "torch.nn.Module or None"),
    "buffer": ("buffer", "torch.nn.Buffer, torch.Tensor or None"),
}


def check(self: Module, kind: Kind, name: str, value: Any, is_module: bool) -> None:
    """Refuse to assign what must not stand in this table.

    Raises:
        AttributeError: ``super().__init__()`` was not called yet.
        TypeError: it is of another kind.
    """
    if _TABLE[kind] not in vars(self):
        raise AttributeError(
            f"cannot assign {_BEFORE[kind]} before Module.__init__() call"
        )
    fits = {
        "parameter": isinstance(value, Parameter),
        "module": is_module,
        "buffer": isinstance(value, Tensor),
    }
    if value is not None and not fits[kind]:
        what, expected = _MUST_BE[kind]
        raise TypeError(
            f"cannot assign '{typename(value)}' as {what} '{name}' ({expected} "
            "expected)"
        )


def forget(self: Module, name: str, kind: Kind) -> None:
    """Take a name out of the other places where it stands."""
    own = vars(self)
    for table in (own, *(own[each] for each in _TABLE.values())):
        if table is not own[_TABLE[kind]]:
            table.pop(name, None)
    self._non_persistent_buffers_set.discard(name)


def register_parameter(self: Module, name: str, param: Parameter | None) -> None:
    """Put a parameter on the module; None keeps its place.

    Raises:
        AttributeError: ``super().__init__()`` was not called yet.
        KeyError: the name is taken, empty, or has a dot.
        TypeError: it is no parameter.
        ValueError: it was computed.
    """
    _check_name(self, "parameter", name)
    if param is not None and not isinstance(param, Parameter):
        raise TypeError(
            f"cannot assign '{typename(param)}' object to parameter '{name}' "
            "(torch.nn.Parameter or None required)"
        )
    if param is not None and param.grad_fn is not None:
        raise ValueError(
            f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters "
            f"must be created explicitly. To express '{name}' as a function of "
            "another Tensor, compute the value in the forward() method."
        )
    self._parameters[name] = param


def register_buffer(
    self: Module, name: str, tensor: Tensor | None, persistent: bool = True
) -> None:
    """Put a tensor on the module that is not to be learnt.

    Raises:
        AttributeError: ``super().__init__()`` was not called yet.
        KeyError: the name is taken, empty, or has a dot.
        TypeError: it is no tensor.
    """
    _check_name(self, "buffer", name)
    if tensor is not None and not isinstance(tensor, Tensor):
        raise TypeError(
            f"cannot assign '{typename(tensor)}' object to buffer '{name}' (torch "
            "Tensor or None required)"
        )
    self._buffers[name] = tensor
    if persistent:
        self._non_persistent_buffers_set.discard(name)
    else:
        self._non_persistent_buffers_set.add(name)


def add_module(self: Module, name: str, module: Module | None) -> None:
    """Put a module on the module, as assigning it does.

    Raises:
        KeyError: the name is taken, empty, or has a dot.
        TypeError: it is no module.
    """
    from autoviz.nn.modules.module import Module

    if module is not None and not isinstance(module, Module):
        raise TypeError(f"{typename(module)} is not a Module subclass")
    _check_name(self, "module", name)
    self._modules[name] = module


def _check_name(self: Module, kind: Kind, name: Any) -> None:
    table = vars(self).get(_TABLE[kind])
    if table is None:
        raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
    if not isinstance(name, str):
        raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
    is_taken = KeyError(f"attribute '{name}' already exists")
    if kind == "module" and hasattr(self, name) and name not in table:
        raise is_taken
    if "." in name:
        got = f", got: {name}" if kind == "module" else ""
        raise KeyError(f'{kind} name can\'t contain "."{got}')
    if name == "":
        raise KeyError(f'{kind} name can\'t be empty string ""')
    if hasattr(self, name) and name not in table:
        raise is_taken
