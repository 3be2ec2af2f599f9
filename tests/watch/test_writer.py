"""The verbs in which a run is written down, without a run."""

from __future__ import annotations

from types import CodeType

import pytest

from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Input,
    Saved,
    Seed,
    Trace,
    Value,
)
from autoviz.watch.notes import Draft
from autoviz.watch.writer import Writer

ONE = Value((), "float32", (1.0,))
SOURCE = "y = x * x\nz = 1 / y\n"


@pytest.fixture
def writer() -> Writer:
    return Writer()


def code(text: str = SOURCE) -> CodeType:
    return compile(text, "/nowhere/lesson.py", "exec")


def multiply(writer: Writer, node: int, position: object = None) -> int:
    each = Input("self", node, None, True, "other")
    return writer.operation(
        "op",
        "mul",
        "MulBackward0",
        (),
        "float32",
        inputs=[each, each],
        arguments={"alpha": 1},
        saved=[Saved("self", node, None, 0), Saved("result", None, None, 2)],
        symbol="{0} * {1}",
        position=position,  # type: ignore[arg-type]
    )


def test_nodes_are_numbered_in_order(writer: Writer) -> None:
    assert [0, 1] == [writer.tensor("leaf", ONE), writer.tensor("input", ONE)]
    assert 2 == multiply(writer, 0)
    assert [0, 1, 2] == [node.id for node in writer.trace().graph.nodes]


def test_an_operation_is_written_as_told(writer: Writer) -> None:
    writer.tensor("leaf", ONE)
    multiply(writer, 0)
    node = writer.trace().graph.nodes[1]
    assert ("op", "mul", "MulBackward0", "{0} * {1}") == (
        node.kind,
        node.op,
        node.grad_fn,
        node.symbol,
    )
    assert (("alpha", "1"),) == node.arguments
    assert [0, 0] == [each.node for each in node.inputs]


def test_a_saved_result_belongs_to_the_node_itself(writer: Writer) -> None:
    writer.tensor("leaf", ONE)
    multiply(writer, 0)
    saved = writer.trace().graph.nodes[1].saved
    assert (Saved("self", 0, None, 0), Saved("result", 1, None, 2)) == saved


class Noted:
    """A node that says what it was when it is read; how often is counted."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, draft: Draft) -> None:
        self.written += 1
        draft.op, draft.inputs = "exp", (Input("self", 0, None, True, "result"),)


def test_what_was_noted_is_written_when_it_is_read_and_once(writer: Writer) -> None:
    noted = Noted()
    writer.tensor("leaf", ONE)
    node = writer.noted(noted, (), "float32", ONE, None)
    assert (0, 1) == (noted.written, len(writer))
    assert [0] == [each.node for each in writer.inputs(node)]
    assert "exp" == writer.trace().graph.nodes[node].op
    assert Forward(node, ONE, tracked=True) == writer.trace().steps[0]
    assert 1 == noted.written


def test_what_was_given_has_the_shape_of_its_value(writer: Writer) -> None:
    node = writer.tensor("input", Value((2,), "int64", (1, 2)))
    given = writer.trace().graph.nodes[node]
    assert ((2,), "int64") == (given.shape, given.dtype)


def test_the_first_name_comes_first_and_none_twice(writer: Writer) -> None:
    node = writer.tensor("leaf", ONE)
    for name in ("w", "v", "w"):
        writer.name(node, name)
    writer.name(node, "weight", first=True)
    assert ["weight", "w", "v"] == list(writer.names(node))
    assert ("weight", "w", "v") == writer.trace().graph.nodes[0].names


def test_a_tensor_may_turn_out_to_be_a_leaf(writer: Writer) -> None:
    node = writer.tensor("input", ONE)
    writer.leaf(node)
    assert "leaf" == writer.trace().graph.nodes[0].kind


def test_every_event_is_a_step(writer: Writer) -> None:
    x = writer.tensor("leaf", ONE)
    y = multiply(writer, x)
    writer.forward(y, ONE, tracked=True)
    writer.seed(y, ONE, None)
    writer.backward(y, [ONE], [ONE, None], freed=False, retained=[ONE], position=None)
    writer.accumulate(x, None, ONE, ONE, None)
    writer.failure(KeyError("w"), node=y)
    assert (
        Forward(y, ONE, True),
        Seed(y, ONE),
        Backward(y, (ONE,), (ONE, None), False, (ONE,)),
        Accumulate(x, None, ONE, ONE),
        Failure("KeyError", "'w'", y),
    ) == writer.trace().steps
    assert 5 == len(writer)


def test_an_error_that_cannot_be_told_is_a_failure_all_the_same(
    writer: Writer,
) -> None:
    class Silent(Exception):
        def __str__(self) -> str:
            raise ValueError("no words")

    writer.failure(Silent())
    assert (Failure("Silent", ""),) == writer.trace().steps


def test_nothing_is_an_empty_trace(writer: Writer) -> None:
    trace = writer.trace()
    assert ((), ()) == (trace.graph.nodes, trace.steps)
    assert isinstance(trace, Trace)


def instruction(text: str, opname: str, module: CodeType) -> tuple[CodeType, int]:
    """The position of the first instruction of a kind on the line of a text."""
    import dis

    line = SOURCE.splitlines().index(text) + 1
    for each in dis.get_instructions(module):
        positions = each.positions
        if each.opname == opname and positions and positions.lineno == line:
            return module, each.offset
    raise AssertionError(text)


def test_of_two_operations_in_one_expression_the_last_has_the_name(
    writer: Writer,
) -> None:
    """``1 / y`` is a reciprocal and a product, and only the product is ``z``."""
    x = writer.tensor("leaf", ONE)
    where = instruction("z = 1 / y", "BINARY_OP", code())
    inner = multiply(writer, x, where)
    outer = multiply(writer, inner, where)
    names = [node.names for node in writer.trace().graph.nodes]
    assert [(), (), ("z",)] == names
    assert [[], ["z"], ["z"]] == [
        list(writer.names(each)) for each in (x, inner, outer)
    ]


def test_source_is_the_blocks_and_the_functions_outside_of_them(
    writer: Writer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("course") / "lesson.py"
    file.write_text("def f(x):\n    return x\n\ny = 1\nz = 2\nw = 3\n")
    module = compile(file.read_text(), str(file), "exec")
    (function,) = (each for each in module.co_consts if isinstance(each, CodeType))
    writer.block(str(file), 4, 5)
    writer.seed(writer.tensor("leaf", ONE), ONE, (function, 0))
    expected = {1: "def f(x):", 2: "    return x", 4: "y = 1", 5: "z = 2"}
    assert {"lesson.py": expected} == writer.trace().source


def test_a_file_that_is_gone_has_no_source(writer: Writer) -> None:
    writer.block("/nowhere/lesson.py", 1, 2)
    writer.tensor("leaf", ONE, (code(), 0))
    assert {} == writer.trace().source
