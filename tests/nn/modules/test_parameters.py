"""Lists and dicts of parameters."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules

SOME = """
zeros = lambda *shape: nn.Parameter(t.zeros(*shape))
several = nn.ParameterList([zeros(2), zeros(2, 3)])
named = nn.ParameterDict({"b": zeros(2), "a": zeros(2, 3), "z": "text"})
"""


def test_a_list_makes_parameters_of_tensors() -> None:
    agree_on_modules(
        SOME
        + """
say(several, len(several), several[0], several[-1], several[0:1])
several.append(t.ones(3)).append("text")
several += [zeros(1)]
several[0] = zeros(7)
say(several, several[2], several[3], list(several.state_dict()))
say([each for each in several][3], nn.ParameterList())
"""
    )


def test_what_a_list_does_not_take() -> None:
    agree_on_modules(
        SOME
        + """
tried(lambda: several(3))
tried(lambda: several[9])
tried(lambda: several.extend(3))
tried(lambda: several.extend(t.ones(2)))
"""
    )


def test_a_dict_makes_parameters_of_tensors() -> None:
    agree_on_modules(
        SOME
        + """
say(named, len(named), list(named), "a" in named, named["a"], list(named.state_dict()))
named["n"] = t.ones(2)
say(named["n"], named.pop("n"), named.popitem(), named.get("unknown", 5))
say(named.get("a"), named.setdefault("h", zeros(1)), named.setdefault("h", 3))
say(list(reversed(named)), list(named.keys()), list(named.items()))
say(list(named.values()))
"""
    )


def test_dicts_are_joined_and_copied() -> None:
    agree_on_modules(
        SOME
        + """
both = named | {"k": zeros(3)}
named |= nn.ParameterDict({"l": zeros(1)})
say(both, named, named.copy(), named.fromkeys(["a", "b"], zeros(1)))
named.clear()
say(named)
"""
    )


def test_what_a_dict_does_not_take() -> None:
    agree_on_modules(
        SOME
        + """
tried(lambda: named[3])
tried(lambda: named["unknown"])
tried(lambda: named(3))
for given in (3, [3], [[1, 2, 3]]):
    tried(lambda: named.update(given))
"""
    )
