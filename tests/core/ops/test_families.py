"""The list of families is complete, and in one order with the files' own pointers."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from autoviz.core import FAMILIES, ops
from autoviz.core.op import Op


def files() -> list[ModuleType]:
    """Every module below ``ops``, families and helpers."""
    found = pkgutil.walk_packages(ops.__path__, "autoviz.core.ops.")
    return [importlib.import_module(each.name) for each in found]


def rows(module: ModuleType) -> set[Op]:
    return {each for each in vars(module).values() if isinstance(each, Op)}


def test_every_file_with_faces_is_listed_once() -> None:
    with_faces = [each.__name__ for each in files() if hasattr(each, "FACES")]
    assert sorted(with_faces) == sorted(family.__name__ for family in FAMILIES)


def test_every_row_is_in_a_listed_file() -> None:
    listed = set().union(*map(rows, FAMILIES))
    assert set() == set().union(*map(rows, files())) - listed


def test_each_file_says_what_comes_next() -> None:
    """The last pointer leads out of the table, to ``nn.functional``."""
    names = [family.__name__.removeprefix("autoviz.core.ops.") for family in FAMILIES]
    sections = [name.split(".")[0] for name in names]
    for at, family in enumerate(FAMILIES[:-1]):
        section, own = names[at + 1].split(".")
        near = own if section == sections[at] else f"{section}/{own}"
        assert f"\nNext: ``{near}``" in str(family.__doc__), family.__name__
    assert "Next: ``autoviz.nn.functional``" in str(FAMILIES[-1].__doc__)
