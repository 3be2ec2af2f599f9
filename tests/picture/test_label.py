"""What nodes are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoviz.picture.label import (
    definition,
    differential,
    grad_name,
    name,
    names,
    ratio,
    title,
    written,
)
from autoviz.records.graph import Graph, GraphNode, Input, Source
from tests.picture.traces import affine, constant, edge, matrix, tutorial

HOSTILE = '<script>"&\u202e\n\x00' + "z" * 10_000


def node(id: int, **fields: object) -> GraphNode:
    start = GraphNode(id, "op", "f", "FBackward0", (), "float32")
    return replace(start, **fields)  # type: ignore[arg-type]


def written_at(text: str, column: int = 0) -> Source:
    return Source("cell [1]", 1, 1, column, column + len(text), text)


def test_a_variable_first_then_the_expression() -> None:
    expected = ("x", "x**2", "2*x", "x**2 + 2*x", "y", "loss")
    assert names(tutorial().graph) == expected
    assert name(tutorial().graph, 3) == "x**2 + 2*x"


def test_without_source_the_operation_is_written_out() -> None:
    inputs = (edge("self", 0, "1"), constant("other", "2"))
    graph = Graph(
        (
            node(0, kind="leaf", op=None, names=("a",)),
            node(1, inputs=inputs, symbol="{0} - {1}"),
            node(2, inputs=(edge("self", 1, "1"),), symbol="tanh({0})"),
            node(
                3,
                inputs=(edge("self", 1, "1"),),
                symbol="{0}**{exponent}",
                arguments=(("exponent", "-2"),),
            ),
        )
    )
    assert names(graph) == ("a", "a - 2", "tanh(a - 2)", "(a - 2)**(-2)")


def test_a_symbol_is_filled_in_and_never_formatted() -> None:
    hostile = node(0, symbol="{0.__class__} {5} {0}")
    assert written(hostile, ["x"]) == "{0.__class__} … x"


def test_equal_variables_get_subscripts() -> None:
    graph = Graph(tuple(node(at, names=("h",)) for at in range(12)))
    assert names(graph)[:2] == ("h₁", "h₂")
    assert names(graph)[11] == "h₁₂"


def test_equal_expressions_get_a_number_that_is_no_code() -> None:
    at = written_at("x**2")
    graph = Graph((node(0, source=at), node(1, source=at), node(2, names=("x1",))))
    assert names(graph) == ("x**2 #1", "x**2 #2", "x1")


def test_a_number_never_makes_a_name_that_is_taken() -> None:
    called = names(
        Graph(tuple(node(i, names=(n,)) for i, n in enumerate(["h", "h₁", "h"])))
    )
    assert called == ("h₂", "h₁", "h₃")


def test_the_parts_of_one_expression_are_told_apart() -> None:
    """``6/x`` is a reciprocal and a product, both written in the same place."""
    at = written_at("6/x")
    graph = Graph(
        (
            node(0, kind="leaf", op=None, names=("x",)),
            node(1, inputs=(edge("self", 0, ""),), symbol="1 / {0}", source=at),
            node(2, inputs=(edge("self", 1, ""),), symbol="{0} * 6", source=at),
        )
    )
    assert names(graph) == ("x", "1 / x", "6/x")


def test_a_long_expression_loses_its_middle() -> None:
    text = "first_weights @ inputs + second_weights @ hidden"
    graph = Graph((node(0, source=written_at(text)),))
    called = names(graph)[0]
    assert len(called) <= 24
    assert (called[:5], called[-6:]) == ("first", "hidden")


def test_hostile_names_are_short_and_visible() -> None:
    control = "a\u202e\nb"
    graph = Graph(
        (
            node(0, names=(HOSTILE,)),
            node(1, source=written_at(HOSTILE)),
            node(2, names=(control,)),
        )
    )
    called = names(graph)
    titles = ["".join(title(graph, id)) for id in range(3)]
    assert max(map(len, called)) <= 24 + len(" #1")
    assert max(map(len, titles)) <= 18
    assert all(each.isprintable() for each in (*called, *titles))
    assert called[0] == '<script>"&…zzzzzzzzzzz #1'
    assert called[2] == "a\\u202e\\nb"


def test_every_node_has_some_name() -> None:
    nothing = node(0, op=None, kind="input")
    assert names(Graph((nothing, node(1)))) == ("input", "f")


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        (0, ("x", "")),
        (1, ("x**2", "")),
        (3, ("x**2 + 2*x", "")),
        (4, ("y", " = … + 1")),
        (5, ("loss", " = y**2")),
    ],
)
def test_titles_of_the_tutorial_program(id: int, expected: tuple[str, str]) -> None:
    assert title(tutorial().graph, id) == expected


def test_titles_leave_out_what_has_a_card_of_its_own() -> None:
    assert title(affine().graph, 5) == ("loss", " = (…)**2")
    assert title(matrix().graph, 4) == ("h", " = … + b")
    assert title(matrix().graph, 6) == ("loss", " = ….mean()")


def test_titles_of_the_parts_of_one_call_say_what_each_of_them_does() -> None:
    """``model(x)`` is several operations; only the last is the whole of it."""
    at, weight = written_at("model(x)"), "model.first_layer.weight"
    product = (edge("self", 0, ""), edge("other", 1, ""))
    graph = Graph(
        (
            node(0, kind="input", op=None, names=("measured_before",)),
            node(1, kind="leaf", op=None, names=(weight,)),
            node(2, inputs=product, symbol="{0} @ {1}", source=at),
            node(3, inputs=(edge("self", 2, ""),), symbol="relu({0})", source=at),
            node(4, inputs=(edge("self", 3, ""),), symbol="{0} + 1", source=at),
        )
    )
    titles = [title(graph, id) for id in (2, 3, 4)]
    assert [("… @ …", ""), ("relu(…)", ""), ("model(x)", "")] == titles


def test_an_in_place_line_shows_its_operator() -> None:
    graph = Graph((node(0, names=("y",), source=written_at("y += 1")),))
    assert title(graph, 0) == ("y", " += 1")


def test_in_a_sentence_the_definition_is_whole() -> None:
    assert definition(tutorial().graph, 4) == ("y", " = x**2 + 2*x + 1")
    assert definition(tutorial().graph, 1) == ("x**2", "")


def test_derivatives_are_written_with_room_where_needed() -> None:
    assert [differential(each) for each in ("x", "loss", "a + b", "h₁")] == [
        "dx",
        "d loss",
        "d(a + b)",
        "dh₁",
    ]
    assert ratio("loss", "W1") == "d loss/dW1"
    assert ratio("x**2", "x") == "d(x**2)/dx"
    assert ratio("loss", "x**2") == "d loss / d(x**2)"
    assert ratio("y", "x", partial=True) == "∂y/∂x"


def test_the_grad_slot_of_an_expression_has_parentheses() -> None:
    assert [grad_name("x"), grad_name("a + b")] == ["x.grad", "(a + b).grad"]


def test_a_constant_without_text_does_not_break_a_name() -> None:
    missing = Input("other", None, None, False, None)
    graph = Graph((node(0, inputs=(missing,), symbol="f({0})"),))
    assert names(graph) == ("f()",)


def test_numbers_are_filled_in_the_order_in_which_they_were_typed() -> None:
    """``2*x`` is recorded as x*2."""
    inputs = (edge("self", 0, "other"), constant("other", "2"))
    twice, turned = (
        node(1, inputs=inputs, symbol="{0} * {1}", source=written_at(text))
        for text in ("x * 2", "2 * x")
    )
    assert written(twice, ["3", "2"]) == "3 * 2"
    assert written(turned, ["3", "2"]) == "2 * 3"
