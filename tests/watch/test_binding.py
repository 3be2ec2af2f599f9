"""Names that a result gets from the instructions behind the operation."""

from __future__ import annotations

import dis
from types import CodeType

import pytest

from autoviz.watch import source
from autoviz.watch.binding import Binding, binding, called


def positions(code: CodeType, *opnames: str) -> list[tuple[CodeType, int]]:
    return [
        (code, each.offset)
        for each in dis.get_instructions(code)
        if each.opname in opnames
    ]


def function(text: str) -> CodeType:
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    module = compile(f"def f(x, g, flag):\n{lines}", "<string>", "exec")
    return next(each for each in module.co_consts if isinstance(each, CodeType))


BINDINGS = {
    "return x * 2": Binding((), ()),
    "h = x * 2\nreturn h": Binding(("h",), ()),
    "a = b = x * 2\nreturn a": Binding(("a", "b"), ()),
    "h = x * 2\nc = h\nreturn c": Binding(("h",), ()),
    "h = x * 2\nh = 1\nreturn h": Binding(("h",), None),
    "h = x * 2\ng(h)\nreturn h": Binding(("h",), ()),
    "h = x * 2\nreturn g(h)": Binding(("h",), None),
    "h = x * 2\nreturn x, h": Binding(("h",), (1,)),
    "return x * 2, x": Binding((), (0,)),
    "return (x, (x * 2, x))": Binding((), (1, 0)),
    "with g:\n    h = x * 2\nreturn h": Binding(("h",), ()),
    "with g:\n    return x * 2": Binding((), ()),
    "yield x * 2": Binding((), None),
    "h = x * 2\nif flag:\n    h = 1\nreturn h": Binding(("h",), None),
    "a, b = x, x * 2\nreturn b": Binding(("b",), ()),
    "(a, b), c = (x, x * 2), x\nreturn b": Binding(("b",), ()),
    "h = x * 2\ndel h": Binding(("h",), None),
}


@pytest.mark.parametrize("text", BINDINGS)
def test_value_is_followed_until_it_is_returned(text: str) -> None:
    """A name where it is stored, and as what the function returns it."""
    (multiplied,) = positions(function(text), "BINARY_OP")
    assert BINDINGS[text] == binding(multiplied)


PARTS = {
    "a, b = x.split(2)": (("a",), ("b",)),
    "y = x.split(2)": ((), ()),
    "for row in x.split(2): pass": (("row",), ("row",)),
    "a, b = sorted(x)": ((), ()),
    "(a, b), c = x.split(2)": ((), ("c",)),
    "a = b, c = x.split(2)": (("b",), ("c",)),
}


@pytest.mark.parametrize("text", PARTS)
def test_part_of_a_result_is_named_as_it_is_unpacked(text: str) -> None:
    """The result as a whole is none of its parts."""
    call = positions(compile(text, "<string>", "exec"), "CALL")[0]
    assert PARTS[text] == tuple(binding(call, (part,)).names for part in range(2))


def test_tensor_that_is_unpacked_itself_names_its_rows() -> None:
    (unpacks,) = positions(compile("a, b = x", "<string>", "exec"), "UNPACK_SEQUENCE")
    assert [("a",), ("b",)] == [binding(unpacks, (part,)).names for part in range(2)]


CALLED = {
    "y = f(x, 1)": "f",
    "y = functools.reduce(lambda a, b: a, x)": "functools.reduce",
    "y = self.layer(x * 2, k=1)": "self.layer",
    "y = layers[0](x)": None,
    "y = f(1 if x else 2)": None,
}


@pytest.mark.parametrize("text", CALLED)
def test_called_is_the_name_before_the_arguments(text: str) -> None:
    code = compile(text, "<string>", "exec")
    call = [*positions(code, "CALL"), *positions(code, "CALL_KW")][-1]
    assert CALLED[text] == called(call)


def test_two_variables_at_once_are_listed_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python 3.13 stores and loads so; made here of what any Python has."""
    two, one = ("STORE_FAST_LOAD_FAST", ("a", "x")), ("RETURN_VALUE", None)
    code = function("a = x * 2\nreturn x")
    usual = list(dis.get_instructions(code))
    at = next(n for n, each in enumerate(usual) if each.opname == "BINARY_OP")
    behind = [
        usual[at + 1]._replace(
            opname=name, argval=names, offset=usual[at].offset + 2 + n
        )
        for n, (name, names) in enumerate([two, one])
    ]
    monkeypatch.setattr(dis, "get_instructions", lambda _: [*usual[: at + 1], *behind])
    source.instructions.cache_clear()
    names = [each.opname for each in source.instructions(code)[-3:]]
    source.instructions.cache_clear()
    assert ["STORE_FAST", "LOAD_FAST", "RETURN_VALUE"] == names
