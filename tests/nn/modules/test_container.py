"""Modules in a row, in a list, in a dict."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules
from tests.oracle import ours

LAYERS = """
from collections import OrderedDict
linear = lambda into=2, out=2: nn.Linear(into, out)
row = nn.Sequential(linear(2, 3), nn.ReLU(), linear(3, 1))
several = nn.ModuleList([linear() for _ in range(4)] + [nn.Tanh(), row])
named = nn.ModuleDict({"b": linear(), "a": nn.ReLU()})
"""


def test_a_row_runs_one_after_the_other() -> None:
    agree_on_modules(LAYERS + "say(filled(row)(wave(4, 2)))\nsay(nn.Sequential()(3))")


def test_a_row_can_be_made_and_printed() -> None:
    agree_on_modules(
        LAYERS
        + """
say(row, len(row), [type(each).__name__ for each in row], nn.Sequential())
say(nn.Sequential(OrderedDict(first=linear(), then=nn.Tanh())).first)
tried(lambda: nn.Sequential(3))
tried(lambda: nn.Sequential([linear()]))
"""
    )


def test_a_row_is_indexed() -> None:
    agree_on_modules(
        LAYERS
        + """
for at in (0, -1, slice(0, 2), slice(None, None, 2), 3, "a"):
    tried(lambda: row[at])
row[1] = nn.Tanh()
del row[0]
say(row, list(row.state_dict()), row.pop(0), row)
long = row * 5
del long[1:3]
say(long)
tried(lambda: row.pop(7))
"""
    )


def test_a_row_grows() -> None:
    agree_on_modules(
        LAYERS
        + """
say(row.append(nn.GELU()), row.insert(1, nn.Tanh()), row.insert(-1, nn.SiLU()))
say(row.extend([nn.ReLU(), nn.ReLU()]))
tried(lambda: row.insert(99, nn.Tanh()))
"""
    )


def test_rows_are_added_and_multiplied() -> None:
    agree_on_modules(
        LAYERS
        + """
say(row + row, row * 2, 2 * nn.Sequential(nn.Tanh()))
row += nn.Sequential(nn.GELU())
row *= 2
say(row)
tried(lambda: row + 3)
"""
    )


def test_a_list_tells_equal_modules_once() -> None:
    agree_on_modules(LAYERS + "say(several, nn.ModuleList(), several + [nn.Tanh()])")


def test_a_list_is_indexed_and_grows() -> None:
    agree_on_modules(
        LAYERS
        + """
say(len(several), several[1:3], several[-1], several.append(nn.ReLU()))
several.insert(0, nn.GELU())
several += [linear(1, 2)]
several[0] = nn.SELU()
del several[1:4]
say(several, several.pop(0), list(several.state_dict()))
tried(lambda: several[99])
tried(lambda: several.extend(3))
tried(lambda: several.append(3))
tried(lambda: several(3))
"""
    )


def test_a_list_takes_one_in_counted_from_the_end() -> None:
    several = ours.nn.ModuleList([ours.nn.Tanh(), ours.nn.ReLU()])
    several.insert(-1, ours.nn.GELU())
    assert ["Tanh", "GELU", "ReLU"] == [type(each).__name__ for each in several]
    assert ["0", "1", "2"] == list(several._modules)
    several.insert(-9, ours.nn.SELU())
    assert "SELU" == type(several[0]).__name__


def test_a_dict_is_one() -> None:
    agree_on_modules(
        LAYERS
        + """
say(named, len(named), "a" in named, list(named), list(named.keys()))
say(list(named.values()), list(named.items()), named["a"], named.pop("a"))
del named["b"]
named.update([["x", linear()], ["y", nn.ReLU()]])
named["z"] = nn.Tanh()
say(named, list(named.state_dict()))
named.clear()
say(named, nn.ModuleDict([("a", nn.Tanh())]))
"""
    )


def test_what_a_dict_does_not_take() -> None:
    agree_on_modules(
        LAYERS
        + """
tried(lambda: named["unknown"])
for given in (3, [3], [[1, 2, 3]], {"a.b": linear()}, {"training": linear()}):
    tried(lambda: named.update(given))
tried(lambda: named(3))
"""
    )
