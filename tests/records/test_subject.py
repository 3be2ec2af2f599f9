"""Which tensor a line is about, and how it is found among the nodes."""

from __future__ import annotations

import pytest

from autoviz.records import Graph, GraphNode, Source
from autoviz.records.subject import arguments, called, find, operands, subject


def source(line: str) -> Source:
    return Source("cell [1]", 1, 1, 0, len(line), line)


def node(id: int, *names: str, kind: str = "op", expression: str = "") -> GraphNode:
    made = source(expression) if expression else None
    return GraphNode(id, kind, "f", "F", (), "float32", names=names, source=made)  # type: ignore[arg-type]


GRAPH = Graph(
    (
        node(0, "w", kind="leaf", expression="t.tensor(1.0)"),
        node(1, "x", kind="input"),
        node(2, expression="w * x"),
        node(3, "loss", expression="(w * x).sum()"),
        node(4, "w", kind="untracked", expression="w -= 1"),
        node(5, "model.weight", kind="leaf"),
    )
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("loss.backward()", 3),
        ("(w * x).sum().backward()", 3),
        ("(w * x).backward()", 2),
        ("t.autograd.backward([loss])", 3),
        ("t.autograd.grad(loss, [w, x])", 3),
        ("x[0] = 5", 1),
        ("x[0]", 1),
        ("x[0][1].add_(1)", 1),
        ("x += loss", 1),
        ("x.requires_grad = True", 1),
        ("x.grad.zero_()", 1),
        ("t.sigmoid_(x)", 1),
        ("model.weight", 5),
        ("model.weight = x", 5),
        ("w.add_(1)", 4),
        ("unknown.add_(1)", None),
        ("for each in x:", None),
        ("x; w", None),
        ("", None),
    ],
)
def test_a_line_is_about_a_node(line: str, expected: int | None) -> None:
    assert expected == subject(GRAPH, source(line))


def test_without_a_line_it_is_about_nothing() -> None:
    assert None is subject(GRAPH, None)
    assert () == operands(GRAPH, None) == arguments(None)


def test_of_certain_kinds_the_newest_is_taken() -> None:
    assert [4, 0] == [subject(GRAPH, source("w.add_(1)"), k) for k in ((), ("leaf",))]


def test_a_line_too_long_to_be_one_is_not_read() -> None:
    assert None is subject(GRAPH, source("x" + " + x" * 1000))


def test_what_is_nested_too_deeply_is_not_read() -> None:
    assert None is subject(GRAPH, source("(" * 900 + "x" + ")" * 900))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("w * x", (4, 1)),
        ("t.cat([w, x])", (4, 1)),
        ("x.dot(loss)", (1, 3)),
        ("f(x, x)", (1,)),
        ("x", ()),
    ],
)
def test_operands_are_the_tensors_of_an_operation(
    line: str, expected: tuple[int, ...]
) -> None:
    assert expected == operands(GRAPH, source(line))


def test_arguments_are_told_one_by_one() -> None:
    expected = (("loss",), ("w", "x"), ("True",))
    assert expected == arguments(source("grad(loss, [w, x], create_graph=True)"))


@pytest.mark.parametrize(
    ("text", "expected"), [("w  *\n  x", 2), ("(w * x)", 2), ("", None)]
)
def test_a_text_is_found_however_it_is_spaced(text: str, expected: int | None) -> None:
    assert expected == find(GRAPH, text)


def test_a_name_is_written_as_it_is_and_an_expression_in_parentheses() -> None:
    written = [called(GRAPH.nodes[3], "loss₂"), called(GRAPH.nodes[2], "w * x")]
    assert ["loss", "(w * x)"] == written
