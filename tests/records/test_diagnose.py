"""Every reason a ``.grad`` can have: what is the case, and which steps show it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

import autoviz as av
from autoviz.records import Backward, Failure, Forward, Seed, Trace
from autoviz.records.diagnose import Reason, diagnose
from tests.picture.traces import Builder, edge, large, tutorial, twice, value
from tests.records.bodies import FIVE, LEAVES, recorded

NAN, INF = float("nan"), float("inf")


leaf: Any = partial(av.tensor, requires_grad=True)


def run(body: Callable[[], object]) -> Trace:
    """What was recorded of ``body``, which may raise PyTorch's error."""
    with suppress(RuntimeError), av.record() as rec:
        body()
    return rec.trace


def why(trace: Trace, name: str) -> Reason:
    """The reason for the last node of that name."""
    nodes = [node.id for node in trace.graph.nodes if name in node.names]
    return diagnose(trace, nodes[-1])


def at(trace: Trace, kind: type, op: str | None = None) -> list[int]:
    """The steps of a kind, perhaps those of one operation."""
    return [
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, kind) and op in (None, trace.graph.nodes[step.node or 0].op)
    ]


# None: what it is


def test_what_was_computed_keeps_no_gradient() -> None:
    reason = why(tutorial(), "y")
    assert ("not a leaf", (4, 8), 8) == (reason.kind, reason.steps, reason.at)


def test_through_some_that_was_computed_no_gradient_passed() -> None:
    def body() -> None:
        x = leaf(3.0)
        y = x * 2
        (x * 5).backward()
        y + 1

    reason = why(run(body), "y")
    assert ("not a leaf", (1,), None) == (reason.kind, reason.steps, reason.at)


def test_an_input_needs_no_gradient() -> None:
    def body() -> None:
        k = av.tensor(2.0)
        (leaf(3.0) * k).backward()

    assert Reason("needs no gradient", 0) == why(run(body), "k")


def test_a_leaf_that_no_longer_requires_grad_drops_what_came() -> None:
    def body() -> None:
        w, x = leaf(2.0), leaf(3.0)
        y = w * x
        w.requires_grad_(False)
        y.backward()

    trace = run(body)
    (sent,) = at(trace, Backward)
    assert Reason("needs no gradient", 0, (sent,), sent) == why(trace, "w")


def test_what_ran_under_no_grad_is_not_recorded() -> None:
    def body() -> None:
        x = leaf(2.0)
        with av.no_grad():
            z = x * 2
        z + 1

    assert Reason("not recorded", 1, (2,), 2) == why(run(body), "z")


def test_what_was_made_of_unrecorded_tensors_leads_back_to_where_it_ended() -> None:
    def body() -> None:
        x = leaf(2.0)
        d = x.detach()
        e = d * 2
        f = e + 1
        f.exp()

    assert ("not recorded", (1, 3), 1) == _short(why(run(body), "f"))


def test_what_was_made_of_inputs_alone_has_no_such_place() -> None:
    def body() -> None:
        a = av.tensor(1.0)
        b = a * 2
        b + 1

    assert ("not recorded", (1,), None) == _short(why(run(body), "b"))


def _short(reason: Reason) -> tuple[str, tuple[int, ...], int | None]:
    return reason.kind, reason.steps, reason.at


# None: nothing came


def test_no_backward_ran() -> None:
    def body() -> None:
        x = leaf(2.0)
        x * 2

    assert Reason("no backward", 0) == why(run(body), "x")


def test_the_block_failed_before_any_backward() -> None:
    def body() -> None:
        x = leaf([1.0, 2.0])
        (x * 2).backward()

    assert Reason("no backward", 0, (2,), failure=2) == why(run(body), "x")


def test_backward_ran_before_it_was_used() -> None:
    def body() -> None:
        x, v = leaf(2.0), leaf(3.0)
        (x * 2).backward()
        v * 2

    trace = run(body)
    (seed,), uses = at(trace, Seed), at(trace, Forward)
    assert ("backward too early", (seed, uses[-1]), uses[-1]) == _short(why(trace, "v"))


def test_no_way_leads_to_what_the_loss_does_not_use() -> None:
    def body() -> None:
        x, v = leaf(2.0), leaf(3.0)
        v * 2
        (x * 2).backward()

    trace = run(body)
    (seed,) = at(trace, Seed)
    assert ("not used", (seed,), seed) == _short(why(trace, "v"))


def test_a_number_taken_out_leaves_no_way() -> None:
    def body() -> None:
        x, w = leaf(2.0), leaf(3.0)
        (w * x.item()).backward()

    assert "not used" == why(run(body), "x").kind


def test_backward_failed_before_it_came_there() -> None:
    def body() -> None:
        x, v = leaf(2.0), leaf(3.0)
        h = x.exp()
        y = h * v
        with av.no_grad():
            h.add_(1)
        y.backward()

    trace = run(body)
    (seed,), last = at(trace, Seed), len(trace.steps)
    assert Failure is type(trace.steps[-1])
    expected = Reason("backward failed", 0, (seed, last), last, failure=last)
    assert expected == why(trace, "x")


# None: cut


def detached() -> None:
    x, w = leaf(3.0), leaf(4.0)
    d = x.detach()
    (d * 2 * w).backward()


def no_grad() -> None:
    x, w = leaf(3.0), leaf(4.0)
    with av.no_grad():
        h = x * 2
        g = h + 1
    (g * w).backward()


def compared() -> None:
    x, w = leaf([1.0, -2.0]), leaf(4.0)
    m = x > 0
    (m * w).sum().backward()


def written_in_place() -> None:
    x, w, buffer = leaf(3.0), leaf(4.0), av.tensor(0.0)
    with av.no_grad():
        buffer.add_(x)
    (buffer * w).backward()


def tracked_first() -> None:
    x, w = leaf(3.0), leaf(4.0)
    h = (x * 2).exp()
    (h.detach() * w).backward()


@pytest.mark.parametrize(
    ("body", "op"),
    [
        (detached, "detach"),
        (no_grad, "mul"),
        (compared, "gt"),
        (written_in_place, "add"),
        (tracked_first, "detach"),
    ],
)
def test_the_way_is_cut_where_autograd_stopped_recording(
    body: Callable[[], None], op: str
) -> None:
    trace = run(body)
    first = at(trace, Forward, op)[0]
    assert Reason("cut", 0, (first,), first) == why(trace, "x")
    assert "number" == why(trace, "w").kind


def test_every_cut_on_the_way_is_told_and_none_beside_it() -> None:
    def body() -> None:
        x, w = leaf(3.0), leaf(4.0)
        x.detach() * 5
        a, b = x.detach(), x > 0
        (a * b * w).backward()

    trace = run(body)
    cuts = [*at(trace, Forward, "detach")[1:], *at(trace, Forward, "gt")]
    assert ("cut", tuple(cuts), cuts[0]) == _short(why(trace, "x"))


def test_what_did_not_require_grad_yet_is_cut_where_it_was_used() -> None:
    def body() -> None:
        x, w = av.tensor(3.0), leaf(4.0)
        h = x * 2
        x.requires_grad_()
        x * 3
        (h * w).backward()

    trace = run(body)
    assert ("leaf", "x") == (trace.graph.nodes[0].kind, trace.graph.nodes[0].names[0])
    assert ("cut", (1,), 1) == _short(why(trace, "x"))


def test_a_write_after_the_loss_was_made_is_no_cut() -> None:
    def body() -> None:
        x, w = leaf(3.0), leaf(4.0)
        loss = w * 2
        with av.no_grad():
            w.add_(x)
        loss.backward()

    assert "not used" == why(run(body), "x").kind


def test_a_loss_without_grad_fn_names_the_cut() -> None:
    def body() -> None:
        x = leaf(3.0)
        d = x.detach()
        mask = x.exp() > 1
        loss = d**2
        mask + 1
        loss.backward()

    trace = run(body)
    last = len(trace.steps)
    assert Reason("cut", 0, (1, last), 1, failure=last) == why(trace, "x")


def test_a_node_that_sent_none_is_a_cut() -> None:
    build = Builder("y = f(x)")
    x = build.tensor("x", 2.0)
    y = build.op("f", "FBackward", [edge("self", x, None)], 4.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, None)
    assert Reason("cut", x, (3,), 3) == diagnose(build.trace(), x)


# just this number


@pytest.mark.parametrize("name", FIVE)
def test_every_leaf_of_every_program_holds_a_number(name: str) -> None:
    trace = recorded(name)
    assert {"number"} == {why(trace, each).kind for each in LEAVES[name]}


def test_the_parts_that_arrived_are_told_with_their_steps() -> None:
    trace = tutorial()
    reason = why(trace, "x")
    (deposit,) = reason.deposits
    assert ("number", (10, 11, 12)) == (reason.kind, reason.steps)
    parts = [(part.node, part.value.item()) for part in deposit.parts]
    assert [(2, 64.0), (1, 192.0)] == parts


def test_deposits_of_several_backwards_are_told() -> None:
    def body() -> None:
        x = leaf(3.0)
        for _ in range(2):
            (x * x).backward()

    reason = why(run(body), "x")
    assert (4, 8) == reason.steps
    assert [6.0, 6.0] == [
        each.arrived and each.arrived.item() for each in reason.deposits
    ]


def test_deposits_that_were_taken_out_do_not_count() -> None:
    def body() -> None:
        x = leaf(3.0)
        (x * 2).backward()
        x.grad = None
        (x * 5).backward()

    (deposit,) = why(run(body), "x").deposits
    assert (None, 5.0) == (deposit.before, deposit.after.item())


def test_what_was_there_before_the_recording_is_told() -> None:
    x = leaf(3.0)
    (x * 5).backward()

    def body() -> None:
        (x * 2).backward()

    (deposit,) = diagnose(run(body), 0).deposits
    assert [5.0, 2.0, 7.0] == [
        each and each.item()
        for each in (deposit.before, deposit.arrived, deposit.after)
    ]


def test_a_retained_gradient_is_a_deposit() -> None:
    def body() -> None:
        y = leaf(3.0) * 2
        y.retain_grad()
        (y * 5).backward()

    reason = why(run(body), "y")
    assert ("number", [5.0]) == (
        reason.kind,
        [each.after.item() for each in reason.deposits],
    )


def test_a_later_backward_that_failed_is_told() -> None:
    trace = recorded("backward_twice")
    reason = why(trace, "w")
    assert ("number", len(trace.steps)) == (reason.kind, reason.failure)
    assert reason.steps[-1] == reason.failure
    assert 14 == why(twice(), "x").failure


# zero


def gate() -> None:
    x = leaf(-2.0)
    (x.relu() * 5 + 1).backward()


def times_zero() -> None:
    x, b = leaf(3.0), leaf(0.0)
    ((x * 2) * b + 1).backward()


def flat() -> None:
    x = leaf(1.5)
    (x.sign() * 2).backward()


@pytest.mark.parametrize(
    ("body", "op", "came"),
    [(gate, "relu", 5.0), (times_zero, "mul", 1.0), (flat, "sign", 2.0)],
)
def test_the_node_that_first_sent_zero(
    body: Callable[[], None], op: str, came: float
) -> None:
    trace = run(body)
    reason = why(trace, "x")
    first = at(trace, Backward, op)[0]
    assert ("zero", first) == (reason.kind, reason.at)
    (hop,) = reason.hops
    assert (came, 0.0) == (hop.before and hop.before.item(), hop.after.item())


def test_zero_over_two_paths_has_two_places_the_first_one_first() -> None:
    def body() -> None:
        x = leaf(-2.0)
        (x.relu() + x * 0).backward()

    trace = run(body)
    reason = why(trace, "x")
    assert [*at(trace, Backward, "mul"), *at(trace, Backward, "relu")] == [
        hop.step for hop in reason.hops
    ]
    assert reason.hops[0].step == reason.at


def test_a_seed_of_zero() -> None:
    def body() -> None:
        x = leaf(2.0)
        (x * 3).backward(av.tensor(0.0))

    trace = run(body)
    assert at(trace, Seed) == [why(trace, "x").at]


def test_parts_that_cancel_are_a_sum_and_not_zeros() -> None:
    def body() -> None:
        x = leaf(2.0)
        (x * 3 - x * 3).backward()

    assert "number" == why(run(body), "x").kind


def test_zeros_where_a_sum_cancelled_on_the_way() -> None:
    def body() -> None:
        x = leaf(2.0)
        h = x * 5
        (h * 3 - h * 3).backward()

    trace = run(body)
    reason = why(trace, "x")
    h = trace.graph.nodes[1]
    assert ("zero", ("h",)) == (reason.kind, h.names)
    assert [(reason.at, h.id)] == [(hop.step, hop.to) for hop in reason.hops]
    assert h.id == trace.steps[(reason.at or 0) - 1].node


# nan and inf


def test_zero_times_infinity() -> None:
    def body() -> None:
        x = leaf(0.0)
        (x.sqrt() * 0).backward()

    trace = run(body)
    reason = why(trace, "x")
    (hop,) = reason.hops
    assert ("nan", at(trace, Backward, "sqrt")[0], None) == (
        reason.kind, reason.at, reason.source,
    )  # fmt: skip
    assert 0.0 == (hop.before and hop.before.item())


def test_an_inf_that_became_nan_later_has_two_places() -> None:
    def body() -> None:
        x = leaf(2.0)
        (x * 0).sqrt().backward()

    trace = run(body)
    reason = why(trace, "x")
    places = [*at(trace, Backward, "sqrt"), *at(trace, Backward, "mul")]
    assert ("nan", places[0]) == (reason.kind, reason.at)
    assert places == [hop.step for hop in reason.hops]


def test_a_value_that_was_infinite_going_forward() -> None:
    def body() -> None:
        x = leaf(100.0)
        h = x.exp()
        (h * 2).backward()

    trace = run(body)
    reason = why(trace, "x")
    assert ("inf", 1, 1) == (reason.kind, reason.at, reason.source)
    assert at(trace, Backward, "exp")[0] in reason.steps


def test_a_value_that_was_given_as_nan() -> None:
    def body() -> None:
        x, b = leaf(3.0), av.tensor(NAN)
        (x * (b + 1)).backward()

    trace = run(body)
    reason = why(trace, "x")
    assert ("nan", "b") == (reason.kind, trace.graph.nodes[reason.source or 0].names[0])
    assert at(trace, Backward, "mul") == [reason.at]


def test_a_sum_too_large() -> None:
    def body() -> None:
        x = leaf(2.0)
        (x * 3e38 + x * 3e38).backward()

    trace = run(body)
    reason = why(trace, "x")
    assert ("inf", len(trace.steps)) == (reason.kind, reason.at)
    assert [0] == [hop.to for hop in reason.hops]


def test_a_seed_of_infinity() -> None:
    def body() -> None:
        x = leaf(2.0)
        (x * 3).backward(av.tensor(INF))

    trace = run(body)
    assert ("inf", at(trace, Seed)[0]) == (why(trace, "x").kind, why(trace, "x").at)


def test_a_grad_that_held_nan_before() -> None:
    x = leaf(3.0)
    x.grad = av.tensor(NAN)

    def body() -> None:
        (x * 2).backward()

    trace = run(body)
    reason = diagnose(trace, 0)
    assert ("nan", (4,), 4) == _short(reason)


def test_deposits_of_nan_are_followed_to_the_first() -> None:
    def body() -> None:
        x = leaf(0.0)
        (x * 5).backward()
        (x.sqrt() * 0).backward()
        (x * 7).backward()

    trace = run(body)
    reason = why(trace, "x")
    assert ("nan", at(trace, Backward, "sqrt")[0]) == (reason.kind, reason.at)


# tiny


def test_where_it_shrank_most() -> None:
    def body() -> None:
        x = leaf(3.0)
        ((x * 1e-2) * 1e-6 * 0.5).backward()

    trace = run(body)
    reason = why(trace, "x")
    factors = [round(hop.factor, 9) for hop in reason.hops]
    assert ("tiny", [0.5, 1e-6, 1e-2]) == (reason.kind, factors)
    assert at(trace, Backward)[1] == reason.at


def test_a_tiny_seed_explains_itself() -> None:
    def body() -> None:
        x = leaf(3.0)
        (x * 0.5).backward(av.tensor(1e-7))

    assert "number" == why(run(body), "x").kind


def test_of_several_parts_the_largest_is_followed() -> None:
    def body() -> None:
        x = leaf(3.0)
        (x * 1e-9 + x * 1e-8).backward()

    trace = run(body)
    reason = why(trace, "x")
    first = at(trace, Backward, "mul")[0]
    assert ("tiny", first) == (reason.kind, reason.at)


# summaries


def test_large_tensors_are_judged_by_their_extremes() -> None:
    kinds = {}
    for low, high in ((0.0, 0.0), (-1e-9, 1e-8), (-1.0, 2.0)):
        build = Builder("y = f(W)")
        w = build.tensor("W", large((100, 100), -1.0, 1.0))
        y = build.op("f", "FBackward", [edge("self", w, None)], 4.0, name="y")
        build.steps.append(Seed(y, value(1.0)))
        build.backward(y, 1.0, large((100, 100), low, high))
        build.accumulate(w, large((100, 100), low, high))
        kinds[high] = diagnose(build.trace(), w).kind
    assert {0.0: "zero", 1e-8: "tiny", 2.0: "number"} == kinds


def test_every_node_of_every_program_has_a_reason() -> None:
    for name in FIVE:
        trace = recorded(name)
        for node in trace.graph.nodes:
            reason = diagnose(trace, node.id)
            assert list(reason.steps) == sorted(set(reason.steps))
            assert all(1 <= k <= len(trace.steps) for k in reason.steps)
