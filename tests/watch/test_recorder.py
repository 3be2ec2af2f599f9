"""The with-block and the decorator: names, source, exceptions, the observer slot."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import autoviz as av
from autoviz.core.modes import state
from autoviz.recording import Recording
from autoviz.records import Failure, GraphNode, Source
from autoviz.watch import script

FREED = "Trying to backward through the graph a second time"


@pytest.fixture(autouse=True)
def nobody_is_left_watching() -> Iterator[None]:
    """Whatever happened in a test, the observer slot is empty before and after."""
    assert None is state.observer
    yield
    assert None is state.observer


def nodes(rec: Recording) -> tuple[GraphNode, ...]:
    return rec.trace.graph.nodes


def names(rec: Recording) -> list[tuple[str, ...]]:
    return [node.names for node in nodes(rec)]


def leaf(number: float = 2.0) -> av.Tensor:
    return av.tensor(number, requires_grad=True)


# names


def test_names_are_those_of_the_variables() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x
        loss = y.mean()
    assert [("x",), (), (), ("y",), ("loss",)] == names(rec)
    assert loss.item() == 15.0


def test_in_a_loop_every_round_has_the_name() -> None:
    with av.record() as rec:
        h = av.tensor(1.0, requires_grad=True)
        for _ in range(3):
            h = h * 2
    assert [("h",)] * 4 == names(rec)
    assert h.item() == 8.0


def test_one_expression_that_runs_two_operations_has_one_name() -> None:
    with av.record() as rec:
        x = av.tensor(4.0, requires_grad=True)
        y = 1 / x
    assert [("x",), (), ("y",)] == names(rec)
    assert y.item() == 0.25


def test_what_a_function_returns_has_its_names_inside_and_outside() -> None:
    def twice(value: av.Tensor) -> av.Tensor:
        doubled = value * 2
        return doubled  # noqa: RET504

    with av.record() as rec:
        x = leaf()
        y = twice(x)
    assert [("x",), ("doubled", "y")] == names(rec)
    assert y.item() == 4.0


def test_at_the_end_of_the_block_variables_name_what_they_then_hold() -> None:
    with av.record() as rec:
        first, second = leaf(1.0), leaf(2.0)
        a = first * 2
        b = second * 3
        a, b = b, a
    assert [("first",), ("second",), ("a", "b"), ("b", "a")] == names(rec)
    assert (6.0, 2.0) == (a.item(), b.item())


def test_an_attribute_is_named_with_its_owner() -> None:
    model = SimpleNamespace()
    with av.record() as rec:
        model.w = av.tensor(1.0, requires_grad=True)
        model.out = model.w * 2
    assert [("model.w",), ("model.out",)] == names(rec)


def test_a_name_that_was_given_comes_first() -> None:
    with av.record() as rec:
        x = leaf().named("weight")
        y = (x * 2).named("double")
    assert [("weight", "x"), ("double", "y")] == names(rec)
    assert y.item() == 4.0


def test_a_given_name_stays_with_a_tensor_that_is_gone() -> None:
    with av.record() as rec:
        h = (leaf() * 2).named("early")
        h = h + av.tensor(5.0).named("five")
    assert [(), ("early",), ("five",), ("h",)] == names(rec)
    assert h.item() == 9.0


def test_a_gradient_that_is_used_is_named_after_its_tensor() -> None:
    with av.record() as rec:
        w = leaf()
        (w * w).backward()
        step = 0.1 * w.grad
    assert ("w.grad",) in names(rec)
    assert ("step",) == names(rec)[-1]
    assert step.item() == pytest.approx(0.4)


def test_a_notebook_s_own_variables_give_no_names() -> None:
    space: dict[str, Any] = {"av": av}
    program = """
with av.record() as rec:
    _, _3, __x, Out = (av.tensor(float(k), requires_grad=True) for k in range(4))
"""
    exec(program, space)
    assert [] == [n for each in names(space["rec"]) for n in each if n != "__x"]


# source


def ran(folder: Path, **files: str) -> Recording:
    """Write the files into a folder, run ``main``, and take its one recording."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    done = script.run(folder / "main.py")
    assert done.error is None
    (made,) = done.made
    return made.recording


def test_a_script_is_named_by_its_base_name_and_shown_from_the_block(
    tmp_path: Path,
) -> None:
    text = """\
import autoviz as av
# not shown
with av.record() as rec:
    # shown
    x = av.tensor(3.0, requires_grad=True)
    y = (x**2
         + 1)

print("not shown")
"""
    rec = ran(tmp_path, main=text)
    assert {
        "main.py": {
            4: "    # shown",
            5: "    x = av.tensor(3.0, requires_grad=True)",
            6: "    y = (x**2",
            7: "         + 1)",
        }
    } == rec.trace.source
    assert Source("main.py", 6, 6, 9, 13, "x**2") == nodes(rec)[1].source
    assert Source("main.py", 6, 7, 9, 12, "x**2 + 1") == nodes(rec)[2].source


def test_a_function_in_another_file_is_shown_whole(tmp_path: Path) -> None:
    other = "def unused():\n    pass\n\ndef double(x):\n    # twice\n    return x*2\n"
    main = """\
import autoviz as av
from other_lines import double
with av.record() as rec:
    y = double(av.tensor(3.0, requires_grad=True))
"""
    rec = ran(tmp_path, main=main, other_lines=other)
    assert {4: "def double(x):", 5: "    # twice", 6: "    return x*2"} == (
        rec.trace.source["other_lines.py"]
    )
    assert [4] == list(rec.trace.source["main.py"])
    assert Source("other_lines.py", 6, 6, 11, 14, "x*2") == nodes(rec)[1].source
    assert ("y",) == nodes(rec)[1].names


def test_code_without_a_file_has_lines_but_no_text() -> None:
    space: dict[str, Any] = {"av": av}
    program = "with av.record() as rec:\n  x = av.tensor(3.0)\n  y = x * 2"
    exec(program, space)
    rec = space["rec"]
    assert {} == rec.trace.source
    source = nodes(rec)[1].source
    assert source is not None
    assert ("<string>", 3, "") == (source.file, source.line, source.expression)
    assert [("x",), ("y",)] == names(rec)
    assert "y" in str(rec)


def test_no_path_is_in_the_record(tmp_path: Path) -> None:
    main = "import autoviz as av\nwith av.record() as rec:\n    av.ones(2) * 2\n"
    rec = ran(tmp_path, main=main)
    assert str(tmp_path) not in repr(rec.trace)
    assert str(tmp_path) not in rec.page()


# exceptions


def backward_twice() -> None:
    loss = leaf() ** 2
    loss.backward()
    loss.backward()


def test_an_exception_goes_on_unchanged_and_ends_the_recording() -> None:
    error = KeyError("w")

    def fail() -> None:
        leaf() * 2
        raise error

    with pytest.raises(KeyError) as caught, av.record() as rec:
        fail()
    assert error is caught.value
    assert not hasattr(error, "__notes__")
    assert (None, None) == (error.__cause__, error.__context__)
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert ("KeyError", "'w'", None) == (failure.type, failure.message, failure.node)
    assert failure.source is not None
    assert "raise error" == failure.source.expression


def test_the_traceback_is_the_one_without_recording() -> None:
    told = []
    for recorded in (False, True):
        try:
            if recorded:
                with av.record():
                    backward_twice()
            else:
                backward_twice()
        except RuntimeError as error:
            frames = traceback.extract_tb(error.__traceback__)
            told.append([(each.name, each.line) for each in frames[1:]])
    assert told[0] == told[1]
    assert "backward_twice" == told[0][0][0]


def test_a_failing_node_is_blamed_and_explained() -> None:
    with pytest.raises(RuntimeError, match=FREED), av.record() as rec:
        backward_twice()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert 1 == failure.node
    assert "let go of it" in (failure.why or "")
    assert failure.source is not None
    assert "loss.backward()" == failure.source.expression


def test_an_error_caught_inside_is_not_the_end() -> None:
    with av.record() as rec:
        loss = leaf() ** 2
        loss.backward()
        with pytest.raises(RuntimeError, match=FREED):
            loss.backward()
        leaf() * 3
    assert [] == [step for step in rec.trace.steps if isinstance(step, Failure)]


def test_another_error_after_one_that_was_caught_is_not_the_node_s() -> None:
    def another_error() -> None:
        with pytest.raises(RuntimeError, match=FREED):
            backward_twice()
        _ = 1 / 0

    with pytest.raises(ZeroDivisionError), av.record() as rec:
        another_error()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert (None, None) == (failure.node, failure.why)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interruption_ends_the_recording_too(kind: type[BaseException]) -> None:
    with pytest.raises(kind), av.record() as rec:
        raise kind
    assert kind.__name__ == rec.trace.steps[-1].type  # type: ignore[union-attr]


def test_leaving_the_block_early_is_no_failure() -> None:
    def early() -> Recording:
        with av.record() as rec:
            leaf() * 2
            return rec
        raise AssertionError

    assert 1 == len(early().trace.steps)


# one after the other


def test_a_recorder_can_be_used_again() -> None:
    recorder = av.record()
    with recorder as first:
        x = leaf()
    with recorder as second:
        x * 2
        x * 3
    assert [0, 2] == [len(first.trace.steps), len(second.trace.steps)]


def test_options_are_named_and_only_those_there_are() -> None:
    with pytest.raises(TypeError):
        av.record(64)  # type: ignore[misc]
    with pytest.raises(TypeError):
        av.record(color="red")  # type: ignore[call-arg]


# the decorator


def test_each_call_of_a_decorated_function_is_a_recording_of_its_own() -> None:
    @av.record()
    def double(x: av.Tensor) -> av.Tensor:
        """Twice."""
        y = x * 2
        return y  # noqa: RET504

    first = double(leaf(1.0))
    recording: Recording = double.recording  # type: ignore[attr-defined]
    double(leaf(5.0))
    again: Recording = double.recording  # type: ignore[attr-defined]
    assert 2.0 == first.item()
    assert [1.0, 5.0] == [
        node.value and node.value.item()
        for node in (nodes(recording)[0], nodes(again)[0])
    ]
    assert ("y",) == nodes(recording)[1].names
    assert ("double", "Twice.") == (double.__name__, double.__doc__)


def test_a_decorated_function_is_shown_whole() -> None:
    @av.record()
    def double(x: av.Tensor) -> av.Tensor:
        # twice
        return av.relu(
            x * 2,
        )

    double(leaf())
    recording: Recording = double.recording  # type: ignore[attr-defined]
    (shown,) = recording.trace.source.values()
    assert [
        "@av.record()",
        "def double(x: av.Tensor) -> av.Tensor:",
        "    # twice",
        "    return av.relu(",
        "        x * 2,",
        "    )",
    ] == [line[4:] for line in shown.values()]


def test_a_decorated_function_that_raises_keeps_its_recording() -> None:
    @av.record()
    def fail() -> None:
        leaf() * 2
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    recording: Recording = fail.recording  # type: ignore[attr-defined]
    assert "Failure" == type(recording.trace.steps[-1]).__name__


def test_each_call_of_a_function_that_calls_itself_is_recorded() -> None:
    inner: list[Recording] = []

    @av.record()
    def power(x: av.Tensor, k: int) -> av.Tensor:
        if k == 0:
            return x
        lower = power(x, k - 1)
        inner.append(power.recording)  # type: ignore[attr-defined]
        return lower * x

    assert 27.0 == power(leaf(3.0), 2).item()
    outer: Recording = power.recording  # type: ignore[attr-defined]
    assert [0, 1, 2] == [len(each.trace.steps) for each in (*inner, outer)]
