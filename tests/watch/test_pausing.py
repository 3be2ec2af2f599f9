"""``record(every=...)`` and ``record(only=...)``: what is recorded, and what is not."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz.core.modes import state
from autoviz.errors import AutovizError
from autoviz.recording import Recording
from autoviz.records import Accumulate, Failure, Forward, Seed, Skipped, Step
from autoviz.records.fold import fold
from autoviz.watch.regions import regions


@pytest.fixture(params=[av, torch], ids=["numpy", "torch"])
def lib(request: pytest.FixtureRequest) -> Any:
    return request.param


def kinds(rec: Recording) -> list[type[Step]]:
    return [type(each) for each in rec.trace.steps]


def skips(rec: Recording) -> list[Skipped]:
    return [each for each in rec.trace.steps if isinstance(each, Skipped)]


def rounds(rec: Recording) -> list[int]:
    """The rounds that were recorded, from 0."""
    return [each.call - 1 for each in rec.trace.graph.scopes if each.type == "loop"]


def train(lib: Any, number: int, w: Any = None) -> Any:
    w = lib.tensor(3.0, requires_grad=True) if w is None else w
    for _ in av.loop(range(number)):
        loss = (w * 2 - 1) ** 2
        w.grad = None
        loss.backward()
        with lib.no_grad():
            w -= 0.01 * w.grad
    return w


# every=


def test_every_so_many_rounds_are_recorded_from_the_first_on(lib) -> None:
    with av.record(every=4) as rec:
        train(lib, 10)
    assert [0, 4, 8] == rounds(rec)
    assert [3, 3, 1] == [each.rounds for each in skips(rec)]


def test_the_step_after_a_pause_says_what_is_true_now(lib) -> None:
    with av.record(every=4) as rec:
        train(lib, 10)
    for number in (4, 8):
        w = train(lib, number)
        k = kinds(rec).index(Skipped, 0 if number == 4 else 20) + 1
        now = fold(rec.trace, k)
        assert (w.item(),) == now.values[0].numbers
        assert (w.grad.item(),) == now.grads[0].numbers
        assert w._version == now.versions[0]


def test_it_stands_where_the_loop_goes_on(lib) -> None:
    with av.record(every=4) as rec:
        train(lib, 5)
    source = skips(rec)[0].source
    assert source is not None
    assert "av.loop(range(number))" in source.expression


def test_what_a_pass_has_left_on_its_way_is_gone_after_other_rounds(lib) -> None:
    with av.record(every=4) as rec:
        train(lib, 4)
    before, after = (fold(rec.trace, len(rec.trace.steps) - back) for back in (1, 0))
    assert before.gradients
    assert before.sent
    assert not after.gradients
    assert not after.sent
    assert not after.seeds


def test_all_rounds_are_recorded_with_one(lib) -> None:
    with av.record(every=1) as rec:
        train(lib, 3)
    assert [0, 1, 2] == rounds(rec)
    assert Skipped not in kinds(rec)


def test_a_loop_inside_of_a_round_that_is_left_out_is_left_out(lib) -> None:
    seen = []
    with av.record(every=2) as rec:
        x = lib.tensor(1.0, requires_grad=True)
        for i in av.loop(range(3), "outer"):
            for j in av.loop(range(3), "inner"):
                (x * 2).backward()
                seen.append((i, j))
    told = [(each.name, each.call) for each in rec.trace.graph.scopes]
    inner = [("inner", 1), ("inner", 3)]
    later = [("inner", 7), ("inner", 9)]
    assert [("outer", 1), *inner, ("outer", 3), *later] == told
    assert 9 == len(seen)
    assert [1, 1, 1] == [each.rounds for each in skips(rec)]


def test_who_leaves_a_loop_early_is_recorded_again(lib) -> None:
    with av.record(every=10) as rec:
        x = lib.tensor(1.0, requires_grad=True)
        for i in av.loop(range(100)):
            x * 2
            if i == 5:
                break
        y = x * 3
    assert [Forward, Skipped, Forward] == kinds(rec)
    assert 5 == skips(rec)[0].rounds
    assert y.item() == 3


def test_an_error_in_a_round_that_is_left_out_is_told(lib) -> None:
    with pytest.raises(ValueError, match="no"), av.record(every=10) as rec:
        x = lib.tensor(1.0, requires_grad=True)
        for i in av.loop(range(100)):
            x * 2
            if i == 5:
                raise ValueError("no")
    assert [Forward, Skipped, Failure] == kinds(rec)
    assert state.observer is None
    assert not regions.running


def test_nobody_watches_in_a_round_that_is_left_out(lib) -> None:
    with av.record(every=3):
        watched = [(state.observer is not None, modes()) for _ in av.loop(range(4))]
    assert [(True, 1), (False, 0), (False, 0), (True, 1)] == watched
    assert (None, 0) == (state.observer, modes())


def modes() -> int:
    return int(torch._C._len_torch_function_stack())


def test_gradients_are_the_same_to_the_last_bit(lib) -> None:
    expected = train(lib, 50)
    with av.record(every=7):
        actual = train(lib, 50)
    assert (expected.item(), expected.grad.item()) == (
        actual.item(),
        actual.grad.item(),
    )


def test_a_recording_that_was_read_keeps_nothing_alive(lib) -> None:
    for options in ({"every": 2}, {"only": "encoder"}):
        with av.record(**options) as rec:
            x = lib.tensor([1.0] * 100, requires_grad=True)
            for _ in av.loop(range(4)):
                with av.scope("encoder"):
                    y = (x * 2).sum()
        made, given = weakref.ref(y), weakref.ref(x)
        assert rec.trace.steps
        del x, y
        gc.collect()
        assert (None, None) == (made(), given())


def test_a_recording_inside_of_another_one_has_its_own_rounds(lib) -> None:
    with av.record(every=4) as outer, av.record(every=3) as inner:
        train(lib, 8)
    assert ([0, 4], [0, 3, 6]) == (rounds(outer), rounds(inner))


def test_tensors_made_in_a_pause_are_as_from_before(lib) -> None:
    with av.record(every=2) as rec:
        x = lib.tensor(2.0, requires_grad=True)
        h = x * 1
        for i in av.loop(range(3)):
            h = h * (i + 2)
        h.backward()
    made = [each.op for each in rec.trace.graph.nodes if each.op]
    assert ["mul"] * 4 == made
    assert 3 == kinds(rec).count(Forward)  # one was made while nobody watched
    assert (24.0,) == fold(rec.trace, len(rec.trace.steps)).grads[0].numbers


def test_what_is_freed_in_a_pause_is_told(lib) -> None:
    with pytest.raises(RuntimeError), av.record(every=2) as rec:
        x = lib.tensor(2.0, requires_grad=True)
        h = x.exp()
        for _ in av.loop(range(3)):
            h.backward()
    (skip,) = skips(rec)
    assert () == skip.freed  # the first round had done so

    with pytest.raises(RuntimeError), av.record(every=2) as rec:
        h = x.exp()
        for i in av.loop(range(3)):
            h.backward(retain_graph=i == 0)
    (skip,) = skips(rec)
    (made,) = [each.id for each in rec.trace.graph.nodes if each.op == "exp"]
    assert (made,) == skip.freed
    assert made in fold(rec.trace, len(rec.trace.steps)).freed


def test_what_is_written_to_in_a_pause_is_to_blame(lib) -> None:
    with pytest.raises(RuntimeError), av.record(every=2) as rec:
        w = lib.tensor(2.0, requires_grad=True)
        y = w.exp() * w
        for _ in av.loop(range(2)):
            with lib.no_grad():
                w += 0  # also in the round that is recorded
        y.backward()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert (0, 2) == failure.versions
    assert failure.why is not None
    assert "written to" in failure.why


def test_without_a_loop_all_is_recorded_and_a_note_says_so(lib) -> None:
    with av.record(every=10) as rec:
        x = lib.tensor(2.0, requires_grad=True)
        (x * x).backward()
    (note,) = rec.trace.notes
    assert note.startswith("every=10 chooses among the rounds of av.loop()")
    assert Accumulate in kinds(rec)
    assert "every=10 chooses among the rounds" in str(rec)


def test_most_steps_may_come_before_the_next_round(lib) -> None:
    with av.record(every=2, max_steps=5) as rec:
        train(lib, 9)
    assert Skipped not in kinds(rec)
    assert rec.trace.notes


# what is said of it


def test_a_training_loop_has_no_findings(lib) -> None:
    with av.record(every=3) as rec:
        train(lib, 10)
    assert () == rec.findings


def test_nothing_is_found_where_it_may_have_been_done_in_a_pause(lib) -> None:
    with av.record(every=2) as rec:
        w = lib.tensor(3.0, requires_grad=True)
        for i in av.loop(range(5)):
            ((w * 2 - 1) ** 2).backward()
            if i % 2:
                with lib.no_grad():
                    w -= 0.01 * w.grad
                w.grad = None
    assert () == rec.findings


def test_the_gradient_in_the_end_is_told_to_be_of_other_rounds(lib) -> None:
    with av.record(every=4) as rec:
        w = train(lib, 8)
    answer = rec.why(w)
    assert ("skipped", len(rec.trace.steps)) == (answer.kind, answer.steps[-1])
    assert "was left so by what ran without being recorded" in answer.text


# only=


def test_what_happens_inside_is_recorded_and_the_backward_through_it(lib) -> None:
    with av.record(only="encoder") as rec:
        w = lib.tensor(0.5, requires_grad=True)
        x = w * 4
        with av.scope("encoder"):
            h = x * w
        loss = h * 3
        loss.backward()
    steps = rec.trace.steps
    assert [Forward, Seed] == [type(each) for each in steps[:2]]
    seed = steps[1]
    assert isinstance(seed, Seed)
    assert (True, (3.0,)) == (seed.outside, seed.value.numbers)
    assert ["x", "w", "h"] == [each.names[0] for each in rec.trace.graph.nodes]
    assert () == rec.trace.graph.nodes[0].inputs
    assert loss.item() == 3


def test_each_path_from_outside_is_told(lib) -> None:
    with av.record(only="encoder") as rec:
        w = lib.tensor(0.5, requires_grad=True)
        with av.scope("encoder"):
            h = w * w
        (h * 3 + h * 4 + w).backward()
    came = [each for each in rec.trace.steps if isinstance(each, Seed)]
    names = [rec.trace.graph.nodes[each.node].names[0] for each in came]
    assert sorted([("h", 3.0), ("h", 4.0), ("w", 1.0)]) == sorted(
        (name, each.value.item()) for name, each in zip(names, came, strict=True)
    )
    assert [False, True, True] == [each.continues for each in came]


def test_a_backward_that_leads_elsewhere_is_not_told(lib) -> None:
    with av.record(only="encoder") as rec:
        v, w = (lib.tensor(0.5, requires_grad=True) for _ in range(2))
        with av.scope("encoder"):
            w * w
        (v * v).backward()
    assert [Forward] == kinds(rec)


def test_what_changes_outside_is_told_when_one_comes_back(lib) -> None:
    with av.record(only="encoder") as rec:
        w = lib.tensor(0.5, requires_grad=True)
        for _ in range(2):
            with av.scope("encoder"):
                h = w * w
            h.backward()
            with lib.no_grad():
                w -= 0.25
    first, last = skips(rec)
    assert (0, 0) == (first.rounds, last.rounds)
    assert [(0.25,), (0.0,)] == [each.values[0][1].numbers for each in (first, last)]
    assert () == first.grads  # the backward told


def test_several_names_and_a_loop_may_be_asked_for(lib) -> None:
    with av.record(only=["encoder", "head"]) as rec:
        x = lib.tensor(0.5, requires_grad=True)
        for name in ("encoder", "middle", "head"):
            with av.scope(name), av.scope("inner"):
                x = x * 2
        for _ in av.loop(range(2), "head"):
            x = x * 3
    told = [each.name for each in rec.trace.graph.scopes]
    assert ["encoder", "inner", "head", "inner", "head", "head"] == told
    assert 4 == kinds(rec).count(Forward)


def test_rounds_are_chosen_inside_of_a_scope_and_around_it(lib) -> None:
    with av.record(only="encoder", every=2) as rec:
        x = lib.tensor(0.5, requires_grad=True)
        for _ in av.loop(range(4)):
            with av.scope("encoder"):
                y = x * 2
            y.backward()
    assert 2 == kinds(rec).count(Forward) == kinds(rec).count(Seed)
    assert [1, 1] == [each.rounds for each in skips(rec)]


def test_a_name_that_never_occurred_is_told(lib) -> None:
    with av.record(only=["encoder", "head"]) as rec, av.scope("encoder"):
        lib.tensor(0.5, requires_grad=True) * 2
    assert (
        "only='head': there was no scope of that name; there were encoder.",
    ) == rec.trace.notes
    with av.record(only="head") as rec:
        lib.tensor(0.5, requires_grad=True) * 2
    assert ("only='head': there was no scope of that name.",) == rec.trace.notes
    assert () == rec.trace.steps


# what makes no sense


@pytest.mark.parametrize("every", [0, -1, "x", 2.0, True, None])
def test_rounds_are_whole_numbers(every: Any) -> None:
    with pytest.raises(AutovizError, match=r"^every= is a whole number of rounds"):
        av.record(every=every)


@pytest.mark.parametrize("only", [3, [], "", [""], ["a", 3], [None]])
def test_scopes_have_names(only: Any) -> None:
    with pytest.raises(AutovizError, match=r"^only= is the name of a scope"):
        av.record(only=only)


def test_parts_have_no_totals() -> None:
    with pytest.raises(AutovizError, match="only= and totals=True"):
        av.record(only="encoder", totals=True)


# mistakes in a program of parts


def test_a_mistake_outside_of_the_parts_is_no_recorded_nodes_fault(lib) -> None:
    with pytest.raises(RuntimeError), av.record(only="encoder") as rec:
        w = lib.tensor(0.5, requires_grad=True)
        with av.scope("encoder"):
            h = w.exp()
        loss = h * h
        loss.backward()
        loss.backward()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is None


def test_a_mistake_inside_of_a_part_is_blamed_as_ever(lib) -> None:
    with pytest.raises(RuntimeError), av.record(only="encoder") as rec:
        w = lib.tensor(0.5, requires_grad=True)
        with av.scope("encoder"):
            h = w.exp()
            h.backward()
            h.backward()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is not None
    assert ("h",) == rec.trace.graph.nodes[failure.node].names


@pytest.mark.parametrize("options", [{"every": 3}, {"only": "loop"}], ids=str)
def test_the_same_program_makes_the_same_recording(lib, options) -> None:
    one, other = (recorded(lib, options) for _ in range(2))
    assert one == other


def recorded(lib: Any, options: dict[str, Any]) -> Recording:
    with av.record(**options) as rec:
        train(lib, 7)
    return rec
