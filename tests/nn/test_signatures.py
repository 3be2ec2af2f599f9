"""Whatever ``nn`` offers takes PyTorch's arguments, with its defaults."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
import torch

import autoviz.nn as nn

CLASSES = [name for name in nn.__all__ if inspect.isclass(getattr(nn, name))]
FUNCTIONS = [
    *(f"init.{name}" for name in nn.init.__all__),
    *(f"utils.{name}" for name in nn.utils.__all__ if name != "rnn"),
]


def _arguments(function: Callable[..., Any]) -> list[tuple[str, str, str]]:
    """Name, kind and default of each; a function that is a default by its name."""
    return [
        (
            each.name,
            each.kind.name,
            getattr(each.default, "__name__", repr(each.default)),
        )
        for each in inspect.signature(function).parameters.values()
    ]


@pytest.mark.parametrize("method", ["__init__", "forward"])
@pytest.mark.parametrize("name", CLASSES)
def test_a_class_takes_pytorchs_arguments(name: str, method: str) -> None:
    theirs = getattr(getattr(torch.nn, name), method, None)
    ours = getattr(getattr(nn, name), method, None)
    if theirs is None or ours is None:
        assert theirs is ours
        return
    expected, actual = _arguments(theirs), _arguments(ours)
    anything = {"VAR_POSITIONAL", "VAR_KEYWORD"}
    if {kind for _, kind, _ in expected[1:]} == anything:
        return  # PyTorch does not say
    if {kind for _, kind, _ in actual[1:]} == anything:
        assert name.startswith("Lazy")
        return
    assert expected == actual


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_pytorchs_arguments(name: str) -> None:
    package, _, own = name.partition(".")
    expected = _arguments(getattr(getattr(torch.nn, package), own))
    assert expected == _arguments(getattr(getattr(nn, package), own))


def test_the_methods_of_a_module_take_pytorchs_arguments() -> None:
    ours, theirs = nn.Module, torch.nn.Module
    names = [name for name in dir(ours) if not name.startswith("_")]
    names = [name for name in names if callable(getattr(ours, name))]
    assert {*names} <= {*dir(theirs)}
    for name in sorted({*names} - {"state_dict", "to"}):  # those take anything
        expected = _arguments(getattr(theirs, name))
        assert (name, expected) == (name, _arguments(getattr(ours, name)))


def test_what_is_not_there_says_what_to_do() -> None:
    with pytest.raises(AttributeError) as raised:
        nn.CTCLoss  # noqa: B018
    assert str(raised.value) == "module 'autoviz.nn' has no attribute 'CTCLoss'"
    assert "record real PyTorch" in raised.value.__notes__[0]
