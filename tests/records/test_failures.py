"""Why a block raised; the words for every mistake are in ``tests/programs``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import autoviz as av
from autoviz.advice import ADVICE, topic_of
from autoviz.records import (
    Cut,
    Failure,
    Forward,
    Graph,
    Mode,
    Saved,
    Seed,
    Source,
    Trace,
    Update,
)
from autoviz.records.failures import explain, explained
from tests.picture.traces import FREED, Builder, edge, tutorial, value
from tests.programs.book import read, record

leaf: Any = partial(av.tensor, requires_grad=True)
STALE = (
    "one of the variables needed for gradient computation has been modified by an "
    "inplace operation: [torch.FloatTensor {shape}]{maker} is at version {now}; "
    "expected version {then} instead."
)


def run(body: Callable[[], object]) -> Failure:
    """What is said of the error that ``body`` ends with."""
    with suppress(Exception), av.record() as rec:
        body()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    return failure


def failed(
    message: str, line: str = "", *, node: int | None = None, build: Builder
) -> Failure:
    """What is said of an error in a trace written by hand."""
    source = Source("cell [1]", 1, 1, 0, len(line), line) if line else None
    build.steps.append(Failure("RuntimeError", message, node, source=source))
    failure = explained(build.trace()).steps[-1]
    assert isinstance(failure, Failure)
    return failure


def test_a_trace_that_did_not_fail_stays_as_it_is() -> None:
    for trace in (tutorial(), Trace(Graph(()), ())):
        assert trace is explained(trace)


def test_what_is_explained_already_stays_as_it_is() -> None:
    failure = Failure("RuntimeError", FREED, 1, "so it is")
    trace = replace(tutorial(), steps=(*tutorial().steps, failure))
    assert trace is explained(trace)


def test_of_another_error_nothing_is_said() -> None:
    failure = Failure("ZeroDivisionError", "division by zero")
    assert failure is explain(replace(tutorial(), steps=(failure,)), failure)


def test_without_a_line_and_a_node_the_words_are_about_the_tensor() -> None:
    failure = failed("a leaf Variable that requires grad is being used in an in-place "
                     "operation.", build=Builder())  # fmt: skip
    assert (None, "the tensor is a leaf: it has no history that could take the write "
            "in") == (failure.node, failure.why)  # fmt: skip


def test_every_mistake_is_known_by_its_words() -> None:
    for topic, advice in ADVICE.items():
        for words in advice.says:
            assert topic == topic_of(f"… {words} …", advice.where), words


def test_every_mistake_has_one_or_two_things_to_try() -> None:
    assert {1, 2} == {len(each.tries) for each in ADVICE.values()}
    texts = [t for each in ADVICE.values() for t in (each.why, *each.tries)]
    assert [] == [each for each in texts if each.endswith(".") and each[-2] != "-"]


def test_a_general_sentence_is_known_by_its_line_too() -> None:
    message = "'float' object is not iterable"
    assert ["seed", None] == [
        topic_of(message, line) for line in ("y.backward(1.0)", "sum(1.0)")
    ]


# where the way back was cut


def test_the_places_are_all_the_cuts() -> None:
    def body() -> None:
        x = leaf(2.0)
        a, b = x.detach(), x > 1
        (a * b).backward()

    failure = run(body)
    assert "the way back is cut at step 1 (a = x.detach())" in str(failure.why)
    assert (1, 2) == failure.places
    assert 2 == len(failure.tries)


def test_the_root_itself_is_not_told_as_a_place() -> None:
    def body() -> None:
        x = leaf([2.0, 1.0])
        x.argmax().backward()

    failure = run(body)
    assert (1, ()) == (failure.node, failure.places)


def test_a_number_that_was_taken_out_is_a_cut() -> None:
    build = Builder("loss = tensor(h.item())")
    x = build.tensor("x", 2.0)
    h = build.op("mul", "MulBackward0", [edge("self", x, "2")], 4.0, name="h")
    build.steps.append(Cut(h, "item()"))
    loss = build.tensor("loss", 4.0, leaf=False)
    message = "element 0 of tensors does not require grad and does not have a grad_fn"
    failure = failed(message, "loss.backward()", build=build)
    assert (loss, (h,)) == (failure.node, failure.places)
    assert "step 2 (h): item() gives plain numbers" in str(failure.why)


# freed


def test_of_a_graph_from_before_the_block_the_general_words_are_said() -> None:
    x = leaf(2.0)
    y = x * x
    y.backward()

    def body() -> None:
        y.backward()

    assert "an earlier backward() has used what y had saved" in str(run(body).why)


def test_the_names_of_both_losses_are_in_the_words() -> None:
    def body() -> None:
        x = leaf(2.0)
        h = x.exp()
        (h * 2).backward()
        (h * 3).backward()

    failure = run(body)
    assert (
        "add them up and call backward() once: ((h * 2) + (h * 3)).backward()"
        == (failure.tries[0])
    )


# written to


def stale(build: Builder, *, maker: str = "", shape: str = "[]") -> str:
    return STALE.format(shape=shape, maker=maker, now=1, then=0)


def _square(build: Builder) -> tuple[int, int]:
    x = build.tensor("x", 2.0)
    kept = [Saved("self", x, None, 0)]
    rules = [edge("self", x, "2")]
    return x, build.op("pow", "PowBackward0", rules, 4.0, name="y", saved=kept)


def test_an_optimizer_that_wrote_is_named() -> None:
    build = Builder()
    x, y = _square(build)
    build.steps += [Update(x, value(2.0), value(1.0), "SGD", version=1)]
    build.steps += [Seed(y, value(1.0))]
    failure = failed(stale(build), node=y, build=build)
    assert "x was kept for backward, and then written to by SGD in step 2" == (
        failure.why
    )
    assert ((x,), "self", (0, 1)) == (failure.places, failure.saved, failure.versions)
    assert "go backward before the step() of the optimizer changes x" in failure.tries


def test_a_write_through_another_name_of_the_memory_is_found() -> None:
    build = Builder("d.zero_()")
    x, y = _square(build)
    alias = build.op("detach", "", [edge("self", x, None, needs_grad=False)], 2.0)
    build.nodes[alias] = replace(build.nodes[alias], names=("d",), memory=x)
    write = build.op("zero", "", [edge("self", alias, None, needs_grad=False)], 0.0)
    build.nodes[write] = replace(build.nodes[write], memory=x)
    build.steps[-1] = Forward(write, value(0.0), False, "no_grad", None, alias, 1)
    failure = failed(stale(build), node=y, build=build)
    assert (x, write) == failure.places
    assert "written to in step 3" in str(failure.why)


def test_an_older_write_is_not_blamed() -> None:
    build = Builder()
    x = build.tensor("x", 2.0)
    build.steps += [Update(x, value(3.0), value(2.0), "SGD", version=1)]
    kept = [Saved("self", x, None, 1)]
    y = build.op("pow", "PowBackward0", [edge("self", x, "2")], 4.0, saved=kept)
    build.steps += [Update(x, value(2.0), value(1.0), "Adam", version=2)]
    failure = failed(stale(build), node=y, build=build)
    assert "by Adam in step 3" in str(failure.why)


def test_of_several_saved_tensors_the_message_tells_which() -> None:
    build = Builder()
    x, w = build.tensor("x", [1.0, 2.0]), build.tensor("w", 2.0)
    h = build.op("exp", "ExpBackward0", [edge("self", x, "result")], [2.0, 7.0])
    kept = [Saved("self", w, None, 0), Saved("other", h, None, 0)]
    factors = [edge("self", w, "other"), edge("other", h, "self")]
    y = build.op("mul", "MulBackward0", factors, [4.0, 14.0], saved=kept)
    message = stale(build, maker=", which is output 0 of Exp,", shape="[2]")
    assert "other" == failed(message, node=y, build=build).saved


def test_what_is_not_known_to_be_saved_is_not_named() -> None:
    build = Builder()
    x = build.tensor("x", 2.0)
    y = build.op("f", "FBackward", [edge("self", x, None)], 4.0)
    failure = failed(stale(build), node=y, build=build)
    assert (None, (0, 1)) == (failure.saved, failure.versions)
    assert str(failure.why).startswith("the tensor was kept for backward")


# whatever the trace is like


BOOK = [(each, name) for each in read("raising") for name in each.libraries[:1]]


def test_a_failure_after_any_step_is_explained() -> None:
    """Also in a trace without names and lines."""
    for program, library in BOOK:
        trace = record(program, library).trace
        bare = tuple(replace(e, names=(), source=None) for e in trace.graph.nodes)
        for graph in (trace.graph, replace(trace.graph, nodes=bare)):
            for k in range(len(trace.steps)):
                for topic in ("freed", "overwritten", "no graph", "vector"):
                    message = ADVICE[topic].says[0]
                    for node in [None, *range(len(graph.nodes))][:3]:
                        last = Failure("RuntimeError", message, node)
                        steps = (*trace.steps[:k], last)
                        assert explained(Trace(graph, steps)).steps[-1] != last


def test_a_line_about_nothing_that_is_known_has_no_node() -> None:
    build = Builder()
    build.tensor("x", 2.0)
    build.steps.append(Mode("no_grad", True))
    message = "grad can be implicitly created only for scalar outputs"
    assert None is failed(message, "y.backward()", build=build).node
