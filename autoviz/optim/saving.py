"""``state_dict()``: an optimizer as plain data, and back.

Parameters are not part of it. They are counted, through all groups, and what is noted
about a parameter is noted about its number. An optimizer that is to go on has its own
parameters, in the same order.

Next: ``sgd``.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autoviz.core.modes import unrecorded
from autoviz.core.tensor import Tensor

__all__ = ["packed", "unpacked"]

Group = dict[str, Any]
State = defaultdict[Any, Any]


def packed(groups: Sequence[Group], state: Mapping[Any, Any]) -> dict[str, Any]:
    """Groups and state, with numbers for parameters."""
    numbers: dict[int, int] = {}
    counted = 0
    for group in groups:
        for at, param in enumerate(group["params"], counted):
            numbers.setdefault(id(param), at)
        counted += len(group["params"])
    return {
        "state": {
            numbers[id(each)] if isinstance(each, Tensor) else each: noted
            for each, noted in state.items()
        },
        "param_groups": [
            {**_options(group), "params": [numbers[id(e)] for e in group["params"]]}
            for group in groups
        ],
    }


def unpacked(
    state_dict: Mapping[str, Any], groups: Sequence[Group]
) -> tuple[list[Group], State]:
    """The groups, with saved options for their parameters; and the state.

    Raises:
        ValueError: groups or numbers of parameters differ.
    """
    saved = state_dict["param_groups"]
    if len(groups) != len(saved):
        raise ValueError("loaded state dict has a different number of parameter groups")
    pairs = list(zip(groups, saved, strict=True))
    if any(len(ours["params"]) != len(its["params"]) for ours, its in pairs):
        raise ValueError(
            "loaded state dict contains a parameter group that doesn't match the size "
            "of optimizer's group"
        )
    params = {
        number: param
        for ours, its in pairs
        for number, param in zip(its["params"], ours["params"], strict=True)
    }
    state: State = defaultdict(dict)
    with unrecorded():
        for number, noted in state_dict["state"].items():
            param = params.get(number)
            state[number if param is None else param] = _like(param, noted)
    return [dict(_merged(ours, its)) for ours, its in pairs], state


def _options(group: Group) -> Group:
    return {name: each for name, each in group.items() if name != "params"}


def _merged(ours: Group, its: Group) -> Iterator[tuple[str, Any]]:
    yield from copy.deepcopy(_options(its)).items()
    if "param_names" in ours and "param_names" not in its:
        yield "param_names", ours["param_names"]
    yield "params", ours["params"]


def _like(param: Tensor | None, noted: Any, name: str = "") -> Any:
    """A copy, of the parameter's type; a count of steps keeps its own."""
    if isinstance(noted, Tensor):
        keeps = param is None or name == "step" or not param.dtype.is_floating_point
        return noted if keeps else noted.to(param.dtype)  # type: ignore[union-attr]
    if isinstance(noted, dict):
        return {each: _like(param, value, each) for each, value in noted.items()}
    if isinstance(noted, list | tuple):
        return type(noted)(_like(param, each) for each in noted)
    return noted
