"""Findings at their edges; each kind has a program in ``tests/programs``."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest

import autoviz as av
from autoviz.records import (
    Accumulate,
    Backward,
    Cut,
    GradSet,
    Graph,
    Hook,
    Seed,
    Trace,
    Update,
)
from autoviz.records.findings import Finding, findings
from autoviz.records.findings.finding import Kind
from autoviz.records.naming import names
from tests.picture.traces import Builder, edge, square_plus, tutorial, twice, value
from tests.programs.book import BOOKS, read, record
from tests.records.bodies import FIVE, recorded

leaf: Any = partial(av.tensor, requires_grad=True)


def found(body: Callable[[], object]) -> list[tuple[str, str]]:
    """Kind and tensor of what is found in a recording of ``body``."""
    with suppress(Exception), av.record() as rec:
        body()
    called = names(rec.trace.graph)
    return [(each.kind, called[each.node or 0]) for each in rec.findings]


def kinds(trace: Trace) -> list[str]:
    return [each.kind for each in findings(trace)]


# what a finding is


def test_a_finding_says_itself() -> None:
    finding = Finding("cut", 3, 0, "the way is cut", ("mend it", "leave it"))
    assert "Step 3: the way is cut. To try: mend it; or leave it." == str(finding)
    assert "Step 3: so." == str(Finding("nan", 3, None, "so"))


def test_findings_come_in_the_order_of_the_steps() -> None:
    def body() -> None:
        w, v = leaf(2.0), leaf(-3.0)
        (w.detach() * v.relu()).backward()

    assert [("cut", "w"), ("zero", "v")] == found(body)


def test_a_recording_finds_them_once() -> None:
    with av.record() as rec:
        x = leaf(0.5)
        x.round().backward()
    assert rec.findings is rec.findings
    assert ["zero"] == [each.kind for each in rec.findings]


def test_every_kind_has_a_program() -> None:
    lines = [
        line
        for each in read("silent")
        for said in each.expected.values()
        for line in said
    ]
    told = {
        kind for kind in get_args(Kind) for line in lines if f"found: {kind}" in line
    }
    assert set(get_args(Kind)) == told


def test_every_kind_is_in_the_page_on_them() -> None:
    page = Path(__file__).parents[2] / "docs" / "findings.md"
    table = re.findall(r"^\| (`.*?) \|", page.read_text("utf-8"), re.MULTILINE)
    told = [each.strip("`") for row in table for each in row.split(", ")]
    assert list(get_args(Kind)) == told


# clean


@pytest.mark.parametrize("name", FIVE)
def test_in_the_five_programs_nothing_is_found(name: str) -> None:
    assert () == findings(recorded(name))


def test_in_traces_written_by_hand_nothing_is_found() -> None:
    for trace in (tutorial(), twice(), square_plus(), Trace(Graph(()), ())):
        assert () == findings(trace)


# whatever the trace is like


def test_nothing_is_found_amiss_in_any_part_of_a_trace() -> None:
    """Every prefix has findings that name steps and nodes it has; none is too long."""
    for book in BOOKS:
        for program in read(book):
            trace = record(program, program.libraries[-1]).trace
            bare = tuple(replace(e, names=(), source=None) for e in trace.graph.nodes)
            for nodes in (trace.graph.nodes, bare):
                for k in range(len(trace.steps) + 1):
                    part = Trace(Graph(nodes), trace.steps[:k], trace.source)
                    for each in findings(part):
                        assert 1 <= each.step <= k
                        assert each.node is None or 0 <= each.node < len(nodes)
                        assert len(each.sentence) < 300
                        assert not each.sentence.endswith(".")


@pytest.mark.parametrize("book", ["silent", "clean"])
def test_without_numbers_the_same_is_found(book: str) -> None:
    for program in read(book):
        name = program.libraries[-1]
        found, bare = (kinds(record(program, name, n).trace) for n in (64, 0))
        assert found == bare, program.name


# what is in .grad


def test_a_grad_that_was_added_to_once_more_at_the_end_is_no_mistake_yet() -> None:
    def body() -> None:
        w = leaf(2.0)
        for _ in range(2):
            (w * w).backward()
            if w.grad == 4:
                with av.no_grad():
                    w.sub_(0.1)

    assert [] == found(body)


def test_a_grad_that_was_set_to_zeros_counts_as_empty() -> None:
    def body() -> None:
        w = leaf(2.0)
        for _ in range(3):
            (w * w).backward()
            with av.no_grad():
                w.sub_(w.grad * 0.1)
            w.grad = av.zeros(())

    assert [] == found(body)


def test_what_was_in_it_before_the_block_is_added_to() -> None:
    w = leaf(2.0)
    (w * w).backward()
    assert [("added up", "w")] == found(lambda: (w * 3).backward())


def test_two_different_losses_may_add_up() -> None:
    def body() -> None:
        w = leaf(2.0)
        first = w * 2
        first.backward()
        second = w * 3
        second.backward()

    assert [] == found(body)


def test_others_are_told_in_the_same_finding() -> None:
    def body() -> None:
        a, b, c, d, e = (leaf(float(n + 1)) for n in range(5))
        for _ in range(2):
            loss = a * b * c * d * e
            loss.backward()

    with av.record() as rec:
        body()
    (finding,) = rec.findings
    assert "; so it is with" in finding.sentence
    assert finding.sentence.endswith("and 1 more") or " and " in finding.sentence


def _trained(*steps: Any) -> Builder:
    """``loss = w + b``, gone back from, and what comes then."""
    build = Builder()
    w, b = build.tensor("w", 2.0), build.tensor("b", 1.0)
    both = [edge("self", w, "1"), edge("other", b, "1")]
    loss = build.op("add", "AddBackward0", both, 3.0, name="loss")
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, 1.0, 1.0)
    build.accumulate(b, 1.0)
    build.accumulate(w, 1.0)
    build.steps += steps
    return build


def _update(node: int, before: float, after: float, lr: str = "0.1") -> Update:
    return Update(node, value(before), value(after), "SGD", (("lr", lr),))


def test_a_neighbour_that_was_left_out_is_found() -> None:
    assert ["not updated"] == kinds(_trained(_update(0, 2.0, 1.9)).trace())


def test_who_has_no_gradient_to_speak_of_was_not_left_out() -> None:
    for lr in ("0", "1e-9"):
        assert [] == kinds(_trained(_update(0, 2.0, 1.9, lr)).trace())


def test_a_parameter_of_another_model_was_not_left_out() -> None:
    build = _trained(_update(0, 2.0, 1.9))
    for node, name in ((0, "D.weight"), (1, "G.weight")):
        build.nodes[node] = replace(build.nodes[node], names=(name,))
    assert [] == kinds(build.trace())
    build.nodes[1] = replace(build.nodes[1], names=("D.bias",))
    assert ["not updated"] == kinds(build.trace())


def test_a_leaf_without_a_name_was_not_left_out() -> None:
    build = _trained(_update(0, 2.0, 1.9))
    build.nodes[1] = replace(build.nodes[1], names=())
    assert [] == kinds(build.trace())


def _round(build: Builder) -> None:
    build.steps.append(Seed(2, value(1.0)))
    build.backward(2, 1.0, 1.0, 1.0)
    build.accumulate(1, 1.0)
    build.accumulate(0, 1.0)


def _emptied(by: str = "zero_grad()") -> list[GradSet]:
    return [GradSet(node, value(1.0), None, by) for node in (0, 1)]


def test_rounds_that_end_with_zero_grad_are_in_vain() -> None:
    build = _trained(*_emptied())
    _round(build)
    assert ["emptied unused"] == kinds(build.trace())


@pytest.mark.parametrize("by", ["= None", "zero_()"])
def test_emptied_by_hand_it_may_have_been_looked_at(by: str) -> None:
    build = _trained(*_emptied(by))
    _round(build)
    assert [] == kinds(build.trace())


def test_what_was_read_before_is_not_in_vain() -> None:
    build = _trained()
    grad = build.tensor("w.grad", 1.0, leaf=False)
    build.steps += [Cut(grad, "item()")]
    grad = build.tensor("b.grad", 1.0, leaf=False)
    build.op("clone", "", [edge("self", grad, None, needs_grad=False)], 1.0)
    build.steps += _emptied()
    _round(build)
    assert [] == kinds(build.trace())


def test_with_an_optimizer_at_work_it_is_not_in_vain() -> None:
    both = (_update(0, 2.0, 1.9), _update(1, 1.0, 0.9))
    build = _trained(*both, *_emptied())
    _round(build)
    assert [] == kinds(build.trace())


# hooks


def hook(where: str, node: int, before: Any, after: Any, name: str = "") -> Hook:
    return Hook(node, where, (before,), (after,), name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (
            hook("arrived", 2, value(1.0), value(2.0), "double"),
            "the hook double changed what arrived at loss, from 1 to 2: what w.grad "
            "and b.grad got is not the derivative",
        ),
        (
            hook("sent", 2, value([1.0, 2.0]), value([2.0, 4.0]), "<lambda>"),
            "a hook changed what went on from loss: what w.grad and b.grad got is not "
            "the derivative",
        ),
        (
            hook("arrived", 0, None, None),
            "a hook changed what arrived at w: what w.grad got is not the derivative",
        ),
    ],
)
def test_a_hook_is_told_with_what_it_changed(step: Hook, expected: str) -> None:
    build = _trained()
    build.steps.insert(2, step)
    assert [expected] == [
        e.sentence for e in findings(build.trace()) if e.kind == "hook"
    ]


def test_a_hook_that_runs_again_is_told_once() -> None:
    build = _trained()
    again = hook("arrived", 2, value(1.0), value(2.0), "double")
    build.steps[2:2] = [again, again]
    assert ["hook"] == kinds(build.trace())


# the way back


def test_leaves_that_are_cut_for_one_reason_are_told_together() -> None:
    def body() -> None:
        a, b, v = leaf(1.0), leaf(2.0), leaf(3.0)
        (a.detach() * b.detach() * v).backward()

    assert [("cut", "a")] == found(body)


def test_a_gradient_that_a_function_did_not_send_is_a_cut() -> None:
    class First(av.autograd.Function):
        @staticmethod
        def forward(ctx: Any, a: Any, b: Any) -> Any:
            return a * b

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g, None

    def body() -> None:
        a, b = leaf(1.0), leaf(2.0)
        y = First.apply(a, b)
        y.backward()

    assert [("cut", "b")] == found(body)


def test_what_comes_after_the_last_backward_was_not_forgotten() -> None:
    def body() -> None:
        w = leaf(2.0)
        (w * 2).backward()
        v = leaf(3.0)
        v * 2

    assert [] == found(body)


def test_in_a_block_that_failed_leaves_may_be_waiting() -> None:
    def body() -> None:
        w, v = leaf(2.0), leaf(3.0)
        (w * 2).backward()
        (v * 2).backward(1.0)

    assert [] == found(body)


def test_a_leaf_that_one_goes_back_from_in_play_is_no_island() -> None:
    assert [] == found(lambda: leaf(3.0).backward())


# names and memory


def test_a_name_that_moves_on_without_an_update_is_no_mistake() -> None:
    def body() -> None:
        x = leaf([1.0, -1.0])
        x = x * 2
        x = x.relu()
        x.sum().backward()

    assert [] == found(body)


def test_a_write_through_data_to_what_nothing_saved_is_no_mistake() -> None:
    def body() -> None:
        x, b = leaf([1.0, -1.0]), leaf([0.5, 0.5])
        y = x * 2 + b
        b.data.mul_(3)
        y.data[0] = 5.0
        y.sum().backward()

    assert [] == found(body)


def test_a_view_that_a_write_through_data_did_not_reach_is_as_it_was() -> None:
    def body() -> None:
        x = leaf([1.0, 2.0])
        y = x * 1
        z = y[1:].square().sum()
        y.data[:1].zero_()
        z.backward()

    assert [] == found(body)


def _saved(node: int) -> Any:
    from autoviz.records import Saved

    return Saved("self", node, None, 0)


def test_a_detached_tensor_without_a_name_is_written_to_on_purpose() -> None:
    def body() -> None:
        w = leaf(2.0)
        (w * w).backward()
        w.detach().sub_(0.1)

    assert [] == found(body)


# numbers


def test_a_gate_that_opens_later_is_not_told() -> None:
    def body() -> None:
        w = leaf(2.0)
        for x in (-1.0, 1.0):
            w.grad = None
            (w * x).relu().backward()

    assert [] == found(body)


def test_one_large_factor_is_not_told_as_exploding() -> None:
    def body() -> None:
        w = leaf(2.0)
        (w * 1e9).backward()

    assert [] == found(body)


def test_nan_is_told_where_it_began_and_once() -> None:
    def body() -> None:
        a, b = leaf(-1.0), leaf(2.0)
        h = a.sqrt()
        (h * b).backward()

    with av.record() as rec:
        body()
    (finding,) = rec.findings
    said = "b.grad and a.grad hold nan; it began in step 1 (h = a.sqrt())"
    assert (1, said) == (finding.step, finding.sentence)


def test_a_nan_that_nothing_comes_of_is_not_told() -> None:
    def body() -> None:
        x = leaf([-1.0, 4.0])
        y = av.where(x > 0, x, av.ones(2))
        (y * 2).sum().backward()
        x.detach().sqrt()

    assert [] == found(body)


def test_a_leaf_that_got_zeros_because_it_is_multiplied_by_0_is_not_told() -> None:
    def body() -> None:
        w = leaf(2.0)
        (w * 0).backward()

    assert [] == found(body)


def test_steps_of_gradients_are_those_of_the_trace() -> None:
    with av.record() as rec:
        x = leaf(0.5)
        x.round().backward()
    (finding,) = rec.findings
    step = rec.trace.steps[finding.step - 1]
    assert isinstance(step, Backward)
    assert "round" == rec.trace.graph.nodes[step.node].op
    assert isinstance(rec.trace.steps[-1], Accumulate)


# where not all was recorded


def rounds(body: Callable[[Any, int], None], every: int) -> list[str]:
    """What is found in a loop of which rounds are left out."""
    w = leaf(3.0)
    with av.record(every=every) as rec:
        for i in av.loop(range(5)):
            body(w, i)
    return [each.kind for each in rec.findings]


def never_emptied(w: Any, _: int) -> None:
    (w * w).backward()
    with av.no_grad():
        w -= 0.01 * w.grad


def twice_in_one_round(w: Any, _: int) -> None:
    loss = w * w
    loss.backward(retain_graph=True)
    loss.backward()


def emptied_elsewhere(w: Any, i: int) -> None:
    (w * w).backward()
    if i % 2:
        w.grad = None


def test_nothing_is_concluded_over_what_was_not_recorded() -> None:
    assert ["not emptied"] == rounds(never_emptied, 1)
    assert [] == rounds(never_emptied, 2)
    assert [] == rounds(emptied_elsewhere, 2)


def test_within_a_round_that_was_recorded_it_is() -> None:
    assert ["added up"] == rounds(twice_in_one_round, 2)


def test_what_is_carried_over_rounds_that_are_not_known_is_not_counted() -> None:
    def carried(every: int) -> list[str]:
        w, h = leaf(0.5), av.tensor(1.0)
        with av.record(every=every) as rec:
            for _ in av.loop(range(3)):
                h = h * w
                h.backward(retain_graph=True)
        return [each.kind for each in rec.findings]

    assert "carried" in carried(1)
    assert "carried" not in carried(2)
    assert "retained" not in carried(2)


def test_a_leaf_that_got_its_gradient_unseen_was_reached() -> None:
    with av.record(every=2) as rec:
        v, w = leaf(1.0), leaf(2.0)
        v * 1
        for i in av.loop(range(2)):
            (v if i else w * 1).backward()
    assert "not reached" not in [each.kind for each in rec.findings]
