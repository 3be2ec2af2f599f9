"""What type checkers are told of ``Tensor`` is what it has."""

from __future__ import annotations

from autoviz.core.tensor import Tensor
from tests.surface import NAMES, STUB, names, stub


def test_stub_says_what_the_table_says() -> None:
    """``python -m tests.surface`` writes it anew."""
    assert stub() == STUB.read_text(encoding="utf-8")


def test_stub_of_the_package_lists_what_it_offers() -> None:
    assert names() == NAMES.read_text(encoding="utf-8")


def test_every_name_of_the_stub_is_on_the_class() -> None:
    """And nothing else is promised."""
    lines = [line.strip() for line in stub().splitlines()]
    names = [line[4:].split("(")[0] for line in lines if line.startswith("def ")]
    assert [] == [name for name in names if not hasattr(Tensor, name)]
