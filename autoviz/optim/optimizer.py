"""What all optimizers have: groups of parameters, a memory, and ``step()``.

An optimizer holds the very tensors that the model computes with, and changes their
numbers in place. It reads ``.grad`` and nothing else of autograd: who has called
``backward()``, and on what, it does not know. What it notes about a parameter from one
step to the next, a momentum for example, is in ``state``.

How a parameter moves is a function of its own in each file (``sgd``, ``adam`` …).
``by_rule`` calls it for every parameter that has a gradient.

Next: ``options``, ``steps`` and ``saving``, the tools of all of them; or at once
``sgd``.
"""

from __future__ import annotations

import functools
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from autoviz.core.deposit import forget
from autoviz.core.hooks import RemovableHandle, Table
from autoviz.core.modes import enable_grad, unrecorded
from autoviz.core.tensor import Tensor
from autoviz.optim import saving
from autoviz.optim.observed import interrupting, observed

__all__ = ["Closure", "Optimizer", "Params", "Rule", "by_rule", "required"]

Params = Iterable[Any]
"""Tensors, names and tensors, or groups as dictionaries."""

Closure = Callable[[], Any]
Rule = Callable[..., None]

required = object()
"""The default of an option that every group has to say for itself."""


class Optimizer:
    """Changes parameters by their gradients, in ``step()``.

    Args:
        params: tensors, or groups of them: ``{"params": [w, b], "lr": 0.1}``.
        defaults: options for groups that do not say otherwise.

    Raises:
        TypeError: these are not tensors, or a set of them, which has no order.
        ValueError: there are none; one was computed; one is in two groups.
    """

    def __init__(self, params: Params, defaults: dict[str, Any]) -> None:
        self.defaults = defaults
        self.state: defaultdict[Any, Any] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self._step_pre_hooks, self._step_post_hooks = Table(), Table()
        self._opt_called = False  # which a scheduler wants to know
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of "
                f"Tensors or dicts, but got {params.type()}"
            )
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for each in groups:
            self.add_param_group(each)

    def __init_subclass__(cls) -> None:
        """Whatever a class does in ``step()``, hooks and observers hear of it."""
        super().__init_subclass__()
        if "step" in vars(cls):
            cls.step = _announced(vars(cls)["step"])  # type: ignore[method-assign]

    def step(self, closure: Closure | None = None) -> Any:
        """Change every parameter once.

        Some optimizers call ``closure``, which computes the loss and its gradients
        anew; the loss is returned.
        """
        raise NotImplementedError

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients; or, without ``set_to_none``, make them zero."""
        for group in self.param_groups:
            forget(group["params"], set_to_none)

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for number, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {number}")
            options = sorted(set(group) - {"params"})
            lines += [f"    {each}: {group[each]}" for each in options]
            lines.append("")
        return "\n".join(lines) + ")"

    # groups

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """More parameters, perhaps with options of their own.

        Raises:
            TypeError: it is no group, or holds something else than tensors.
            ValueError: it holds one that was computed, or is in another group.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        _name_apart(param_group, list(_in_order(param_group["params"])))
        for each in param_group["params"]:
            self._check(each)
        for name, default in self.defaults.items():
            if default is required and name not in param_group:
                raise ValueError(
                    "parameter group didn't specify a value of required optimization "
                    f"parameter {name}"
                )
            param_group.setdefault(name, default)
        params = param_group["params"]
        if len(params) != len(set(params)):
            warnings.warn(DUPLICATES, stacklevel=3)
        self._check_others(param_group)
        self.param_groups.append(param_group)

    def _check(self, param: Any) -> None:
        if not isinstance(param, Tensor):
            kind = type(param)
            home = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
            raise TypeError(
                "optimizer can only optimize Tensors, but one of the params is "
                f"{home}{kind.__name__}"
            )
        if not (param.is_leaf or param.retains_grad):
            raise ValueError("can't optimize a non-leaf Tensor")

    def _check_others(self, new: Mapping[str, Any]) -> None:
        known: set[Tensor] = set()
        for group in self.param_groups:
            known.update(group["params"])
            if ("param_names" in new) != ("param_names" in group):
                how = "with" if "param_names" in new else "without"
                raise ValueError(
                    "all optimizer param groups should be with/without names. cannot "
                    f"add param group {how} names to the optimizer"
                )
        if not known.isdisjoint(new["params"]):
            raise ValueError("some parameters appear in more than one parameter group")

    # saved and loaded

    def state_dict(self) -> dict[str, Any]:
        """Groups and state, with numbers for parameters: they are saved elsewhere."""
        return saving.packed(self.param_groups, self.state)

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on where another optimizer stopped, whose ``state_dict`` this is.

        Raises:
            ValueError: it had other groups, or another number of parameters.
        """
        saved = saving.unpacked(state_dict, self.param_groups)
        self.param_groups, self.state = saved

    # hooks

    def register_step_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call ``hook(optimizer, args, kwargs)`` before each ``step()``.

        What it returns, if not None, are other arguments.
        """
        return RemovableHandle(self._step_pre_hooks, hook)

    def register_step_post_hook(self, hook: Callable[..., None]) -> RemovableHandle:
        """Call ``hook(optimizer, args, kwargs)`` after each ``step()``."""
        return RemovableHandle(self._step_post_hooks, hook)


DUPLICATES = (
    "optimizer contains a parameter group with duplicate parameters; in future, this "
    "will cause an error; see github.com/pytorch/pytorch/issues/40967 for more "
    "information"
)


def _announced(step: Callable[..., Any]) -> Callable[..., Any]:
    """A ``step()`` with all that belongs around it."""

    @functools.wraps(step)
    def announced(self: Optimizer, *args: Any, **kwargs: Any) -> Any:
        with observed(self):
            given = ((self, *args), kwargs)
            for hook in list(self._step_pre_hooks.values()):
                result = hook(self, *given)
                given = given if result is None else _arguments(step, result)
            args, kwargs = given
            kwargs = {name: interrupting(each) for name, each in kwargs.items()}
            result = step(*map(interrupting, args), **kwargs)
            self._opt_called = True
            for hook in list(self._step_post_hooks.values()):
                hook(self, *given)
            return result

    return announced


def _arguments(step: Callable[..., Any], result: Any) -> tuple[Any, Any]:
    if isinstance(result, tuple) and len(result) == 2:
        return result
    raise RuntimeError(
        f"{step} must return None or a tuple of (new_args, new_kwargs), but got "
        f"{result}."
    )


def by_rule(optimizer: Optimizer, rule: Rule, closure: Closure | None) -> Any:
    """Move each parameter that has a gradient as ``rule`` says.

    A rule gets the parameter, its gradient, what it has noted about this parameter, and
    the options of the group. ``maximize`` and weight decay, which are the same for all,
    are dealt with before.
    """
    loss = None
    if closure is not None:
        with enable_grad():
            loss = closure()
    with unrecorded():
        for group in optimizer.param_groups:
            options = {name: _number(each) for name, each in group.items()}
            for param in group["params"]:
                if param.grad is None:
                    continue
                grad = -param.grad if group["maximize"] else param.grad
                noted = optimizer.state.get(param, {})
                grad = _decayed(param, grad, **options)
                rule(param, grad, noted, **options)
                if noted:
                    optimizer.state[param] = noted
    return loss


def _decayed(
    param: Tensor,
    grad: Tensor,
    *,
    lr: float,
    weight_decay: float = 0,
    decoupled_weight_decay: bool = False,
    **_: Any,
) -> Tensor:
    """Weight decay: g + λ θ in the place of g, or at once θ ← θ - lr λ θ."""
    if weight_decay and decoupled_weight_decay:
        param.mul_(1 - lr * weight_decay)
    elif weight_decay:
        return grad.add(param, alpha=weight_decay)
    return grad


def _number(option: Any) -> Any:
    """A number, or two, also where they are given as tensors."""
    if isinstance(option, tuple):
        return tuple(map(_number, option))
    return option.item() if isinstance(option, Tensor) else option


def _in_order(params: Any) -> Iterator[Any]:
    if isinstance(params, Tensor):
        yield params
    elif isinstance(params, set):
        raise TypeError(
            "optimizer parameters need to be organized in ordered collections, but the "
            "ordering of tensors in sets will change between runs. Please use a list "
            "instead."
        )
    else:
        yield from params


def _name_apart(group: dict[str, Any], given: list[Any]) -> None:
    """``("fc.weight", w)`` is a name and a tensor."""
    names = [each[0] for each in given if isinstance(each, tuple)]
    group["params"] = [e[1] if isinstance(e, tuple) else e for e in given]
    if names and len(names) < len(given):
        raise ValueError(
            "all optimizer params should be with/without names. Some param names are "
            "missing"
        )
    if names:
        group["param_names"] = names
