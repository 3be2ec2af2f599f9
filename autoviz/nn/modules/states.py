"""Saving and loading: all parameters and persistent buffers of a tree, by name.

``state_dict()`` is an ordered dict from names to tensors, which look at the memory of
the parameters. ``load_state_dict`` copies numbers back under the same names. It first
tries all, and then complains of everything that did not fit at once.

Next: ``container``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from autoviz.core.modes import unrecorded
from autoviz.core.tensor import Tensor
from autoviz.nn.parameter import (
    Parameter,
    UninitializedBuffer,
    UninitializedParameter,
    is_lazy,
)

if TYPE_CHECKING:
    from autoviz.nn.modules.module import Module

__all__ = [
    "load_from_state_dict",
    "load_state_dict",
    "save_to_state_dict",
    "state_dict",
]


class _IncompatibleKeys(NamedTuple):
    missing_keys: list[str]
    unexpected_keys: list[str]

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        missing, unexpected = self
        return (
            f"_IncompatibleKeys(missing_keys={missing}, unexpected_keys={unexpected})"
        )


def state_dict(
    self: Module,
    *,
    destination: Any = None,
    prefix: str = "",
    keep_vars: bool = False,
) -> Any:
    """All it has learnt, by name: ``{"hidden.weight": tensor(…), …}``.

    Changing such a tensor changes the module. With ``keep_vars`` they are the
    parameters themselves, not detached.
    """
    if destination is None:
        destination = OrderedDict()
        destination._metadata = OrderedDict()  # of each module its version
    if hasattr(destination, "_metadata"):
        destination._metadata[prefix[:-1]] = {"version": self._version}
    self._save_to_state_dict(destination, prefix, keep_vars)
    for name, module in self._modules.items():
        if module is not None:
            module.state_dict(
                destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
            )
    return destination


def save_to_state_dict(
    self: Module, destination: dict[str, Any], prefix: str, keep_vars: bool
) -> None:
    """Put down what is the module's own, not what its parts have."""
    for name, each in _own(self).items():
        is_kept = keep_vars or is_lazy(each)
        destination[prefix + name] = each if is_kept else each.detach()
    if _has_extra(self, "get_extra_state"):
        destination[prefix + _EXTRA] = self.get_extra_state()


def _own(module: Module) -> dict[str, Tensor]:
    """Parameters and persistent buffers."""
    not_saved = module._non_persistent_buffers_set
    buffers = {
        name: each for name, each in module._buffers.items() if name not in not_saved
    }
    owned = module._parameters | buffers
    return {name: each for name, each in owned.items() if each is not None}


_EXTRA = "_extra_state"


def _has_extra(module: Module, method: str) -> bool:
    """Whether a subclass has something of its own to save."""
    return hasattr(type(module), method)


# loading


def load_state_dict(
    self: Module,
    state_dict: Mapping[str, Any],
    strict: bool = True,
    assign: bool = False,
) -> _IncompatibleKeys:
    """Copy the numbers of a ``state_dict()`` into the module.

    Unless ``strict``, names may be missing, or there may be too many. With ``assign``
    the tensors themselves are taken, not their numbers.

    Raises:
        TypeError: it is no mapping.
        RuntimeError: something does not fit; all of it is told.
    """
    if not isinstance(state_dict, Mapping):
        raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
    loading = _Loading(getattr(state_dict, "_metadata", {}), assign)
    loading.load(self, dict(state_dict), "")
    errors = [*loading.keys_amiss(), *loading.errors] if strict else loading.errors
    if errors:
        raise RuntimeError(
            f"Error(s) in loading state_dict for {type(self).__name__}:\n\t"
            + "\n\t".join(errors)
        )
    return _IncompatibleKeys(loading.missing, loading.unexpected)


class _Loading:
    """One ``load_state_dict()``, and what does not fit."""

    def __init__(self, versions: Mapping[str, Any], assign: bool) -> None:
        self._versions = versions
        self._assign = assign
        self.missing: list[str] = []
        self.unexpected: list[str] = []
        self.errors: list[str] = []

    def load(self, module: Module, given: dict[str, Any], prefix: str) -> None:
        """A module takes what is its own, and then its parts do."""
        known = dict(self._versions.get(prefix[:-1], {}))
        if self._assign:
            known["assign_to_params_buffers"] = True
        amiss = (self.missing, self.unexpected, self.errors)
        module._load_from_state_dict(given, prefix, known, True, *amiss)
        for name, child in module._modules.items():
            if child is not None:
                path = f"{prefix}{name}."
                inner = {k: each for k, each in given.items() if k.startswith(path)}
                self.load(child, inner, path)

    def keys_amiss(self) -> Iterator[str]:
        """What is to be said of names that are missing, or too many."""
        for title, keys in (("Missing", self.missing), ("Unexpected", self.unexpected)):
            if keys:
                quoted = ", ".join(f'"{each}"' for each in keys)
                yield f"{title} key(s) in state_dict: {quoted}. "


def load_from_state_dict(
    self: Module,
    state_dict: dict[str, Any],
    prefix: str,
    local_metadata: dict[str, Any],
    strict: bool,
    missing_keys: list[str],
    unexpected_keys: list[str],
    error_msgs: list[str],
) -> None:
    """Take what is the module's own; what does not fit goes on the lists."""
    own = _own(self)
    takes_tensors = local_metadata.get("assign_to_params_buffers", False)
    for name, each in own.items():
        key = prefix + name
        if key not in state_dict:
            missing_keys.append(key)
            continue
        given = state_dict[key]
        if isinstance(each, UninitializedParameter | UninitializedBuffer):
            if is_lazy(given):
                continue
            each.materialize(given.shape)
        if isinstance(given, Tensor) and not each.ndim and given.shape == (1,):
            given = given[0]  # as numbers were saved long ago
        error = _misfit(key, each, given)
        if error is None and takes_tensors:
            setattr(self, name, _as_own(each, given))
        elif error is None:
            error = _copied(key, each, given)
        error_msgs += [] if error is None else [error]
    extra, takes_extra = prefix + _EXTRA, _has_extra(self, "set_extra_state")
    if takes_extra and extra in state_dict:
        self.set_extra_state(state_dict[extra])
    elif takes_extra:
        missing_keys.append(extra)
    elif extra in state_dict:
        unexpected_keys.append(extra)
    unexpected_keys += _unexpected(self, state_dict, prefix)


def _unexpected(module: Module, keys: Iterable[str], prefix: str) -> Iterator[str]:
    own = _own(module)
    for key in keys:
        if key.startswith(prefix) and key != prefix + _EXTRA:
            name, dot, _ = key.removeprefix(prefix).partition(".")
            if name not in (module._modules if dot else own):
                yield key


def _misfit(key: str, own: Tensor, given: Any) -> str | None:
    if not isinstance(given, Tensor):
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or '
            f"Tensor-like object from checkpoint but received {type(given)}"
        )
    if given.shape != own.shape:
        return (
            f"size mismatch for {key}: copying a param with shape {given.shape} from "
            f"checkpoint, the shape in current model is {own.shape}."
        )
    return None


def _as_own(own: Tensor, given: Tensor) -> Tensor:
    """The tensor itself, as a parameter if that is what it replaces."""
    if not isinstance(own, Parameter):
        return given
    if not isinstance(given, Parameter):
        return Parameter(given, requires_grad=own.requires_grad)
    return given.requires_grad_(own.requires_grad)


def _copied(key: str, own: Tensor, given: Tensor) -> str | None:
    try:
        with unrecorded():
            own.copy_(given)
    except Exception as error:
        return (
            f'While copying the parameter named "{key}", whose dimensions in the model '
            f"are {own.size()} and whose dimensions in the checkpoint are "
            f"{given.size()}, an exception occurred : {error.args}."
        )
    return None
