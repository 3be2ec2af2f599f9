"""The same module in both worlds, with the same numbers, and all there is to compare.

Numbers are not drawn but computed, so that nothing has to be carried over: ``wave``
makes inputs, and the parameters are filled by it too.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

import torch

from tests.oracle import (
    Outcome,
    agree_on_story,
    assert_same,
    error_text,
    ours,
    outcome,
    run,
)

__all__ = ["agree_on_layer", "agree_on_modules"]

_HELPERS = """
nn = t.nn

def wave(*shape, at=0):
    count = 1
    for each in shape:
        count *= each
    numbers = ((t.arange(count) + at) * 7 % 11) / 4.0 - 1.2
    return numbers.reshape(shape).detach().requires_grad_()

def filled(module):
    with t.no_grad():
        for at, each in enumerate(module.parameters()):
            each.copy_(wave(*each.shape, at=at) / 3)
    return module
"""

_MADE = """
module = filled({layer})
named = dict(module.named_parameters()) | dict(module.named_buffers())
globals().update({{name.replace(".", "_"): each for name, each in named.items()}})
{inputs}
"""

_ABOUT = """
text, kind = repr(module), module._get_name()
state, versions = repr(module.state_dict()), repr(module.state_dict()._metadata)
names = [name for name, _ in module.named_modules()]
"""

_TRIED = """
def tried(function):
    try:
        say(function())
    except Exception as error:
        say(type(error).__name__, str(error))
"""


def agree_on_layer(layer: str, inputs: str, expression: str = "") -> None:
    """Assert that a layer is made, told, saved and called alike, or refused alike.

    It is called with ``x``, and with ``y`` if there is one; a tuple is several.
    Digits are compared as numbers, and not as they print.
    """
    setup = _HELPERS + _MADE.format(layer=layer, inputs=inputs)
    refusal = _refused(setup, torch)
    assert refusal == _refused(setup, ours)
    if refusal is not None:
        return
    about = [run(setup + _ABOUT, t) for t in (torch, ours)]
    for word in ("text", "kind", "state", "versions", "names"):
        assert about[0][word] == about[1][word]
    call = expression or _call(inputs)
    expected, actual = (outcome(setup, call, t) for t in (torch, ours))
    for each in (expected, actual):
        _without_digits(each)
    assert_same(expected, actual)


def _call(inputs: str) -> str:
    if "y = " not in inputs:
        return "module(x)"
    return "module(x, *y)" if "y = (" in inputs else "module(x, y)"


def _refused(setup: str, t: Any) -> str | None:
    try:
        run(setup, t)
    except Exception as error:
        return error_text(error)
    return None


def _without_digits(told: Outcome) -> None:
    for name, words in told.words.items():
        if isinstance(words, dict):
            words.pop("repr", None)
        elif isinstance(words, str):
            told.words[name] = re.sub(r"-?\d+\.\d*(e-?\d+)?", "#", words)
    told.words.pop("saved", None)


def agree_on_modules(program: str) -> None:
    """Assert that a program with modules says the same in both worlds.

    It has ``nn``, ``wave``, ``filled``, and ``tried`` for what may be refused.
    """
    agree_on_story(_HELPERS + _TRIED + textwrap.dedent(program))
