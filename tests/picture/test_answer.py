"""``rec.why``: every paragraph, word for word."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

import autoviz as av
from autoviz.errors import RecordingError
from autoviz.picture.answer import Answer, answer
from autoviz.recording import Recording
from autoviz.records import Forward, GradSet, GraphNode, Seed
from tests.picture.traces import Builder, edge, large, tutorial, value
from tests.records.bodies import FIVE, recorded

leaf: Any = partial(av.tensor, requires_grad=True)


def why(body: Callable[[], object], name: str) -> str:
    """The paragraph on a tensor of ``body``, which may raise PyTorch's error."""
    with suppress(RuntimeError), av.record() as rec:
        body()
    return str(rec.why(name))


# the answer itself


def test_an_answer_is_its_paragraph() -> None:
    told = Recording(tutorial()).why("x")
    said = (
        "backward() left 64 + 192 = 256 in x.grad. Two gradients came to x, and what "
        "comes over several paths is added: 2*x sent 64 in step 10 and x**2 sent 192 "
        "in step 11."
    )
    assert Answer("number", (10, 11, 12), said) == told
    assert (said, said) == (str(told), repr(told))


def test_a_tensor_is_as_good_as_its_name() -> None:
    with av.record() as rec:
        x = leaf(3.0)
        y = x * 2
        y.backward()
    assert [rec.why("x"), rec.why("y")] == [rec.why(x), rec.why(y)]


def test_tensors_are_not_kept_alive_by_a_recording_that_was_read() -> None:
    def block() -> tuple[Recording, weakref.ref[av.Tensor]]:
        with av.record() as rec:
            x = leaf(3.0)
            (x * 2).backward()
        assert "number" == rec.why(x).kind
        return rec, weakref.ref(x)

    rec, x = block()
    gc.collect()
    assert x() is None
    assert "number" == rec.why("x").kind


def test_a_pickled_recording_knows_names_alone() -> None:
    with av.record() as rec:
        x = leaf(3.0)
        x.backward()
    again = pickle.loads(pickle.dumps(rec))
    assert rec.why(x) == again.why("x")
    with pytest.raises(RecordingError) as caught:
        again.why(x)
    said = "this Tensor is not known here; ask by name: there is only 'x'"
    assert said == str(caught.value)


def test_what_is_no_tensor_of_the_recording_is_said() -> None:
    with pytest.raises(RecordingError, match="this int is not known here; ask by name"):
        Recording(tutorial()).why(3)


def test_a_recording_that_still_runs_has_no_answer() -> None:
    with av.record() as rec, pytest.raises(RecordingError, match="still recording"):
        rec.why("x")


def test_real_pytorch_is_answered_too() -> None:
    torch = pytest.importorskip("torch")
    with av.record() as rec:
        x = torch.tensor(3.0, requires_grad=True)
        d = x.detach()
        w = torch.tensor(2.0, requires_grad=True)
        (d * w).backward()
    assert [("cut", (1,)), ("number", (4, 5))] == [
        (each.kind, each.steps) for each in (rec.why(x), rec.why("w"))
    ]


@pytest.mark.parametrize("name", FIVE)
def test_every_tensor_of_every_program_has_one_clean_paragraph(name: str) -> None:
    trace = recorded(name)
    for node in trace.graph.nodes:
        said = str(answer(trace, node.id))
        assert said.endswith((".", "…"))
        assert [] == [each for each in ("  ", "..", "\n", "None,") if each in said]
        assert len(said) < 700


# there is none


def computed() -> None:
    x = leaf(3.0)
    y = x * x
    (y * 2).backward()


def computed_beside() -> None:
    x = leaf(3.0)
    y = x * x
    (x * 2).backward()
    y + 1


def computed_only() -> None:
    x = leaf(3.0)
    y = x * x
    y + 1


def given() -> None:
    y, n = av.tensor(3.0), av.tensor([1, 2])
    (leaf(2.0) * y * n).sum().backward()


def integers() -> None:
    y = av.tensor([1, 2])
    y * 2


def frozen() -> None:
    x, y = leaf(3.0), leaf(2.0)
    z = x * y
    y.requires_grad_(False)
    z.backward()


def unrecorded() -> None:
    x = leaf(3.0)
    with av.no_grad():
        y = x * 2
    y + 1


def made_of_unrecorded() -> None:
    x = leaf(3.0)
    d = x.detach()
    y = d * 2
    y + 1


def made_of_inputs() -> None:
    a = av.tensor(3.0)
    y = a * 2
    y + 1


def only_forward() -> None:
    y = leaf(3.0)
    y * 2


def not_a_scalar() -> None:
    y = leaf([1.0, 2.0])
    (y * 2).backward()


def early() -> None:
    x, y = leaf(3.0), leaf(2.0)
    (x * 2).backward()
    z = y * 2
    z + 1


def unused() -> None:
    x, y = leaf(3.0), leaf(2.0)
    y * 2
    loss = x * 2
    loss.backward()


def unused_twice() -> None:
    x, y = leaf(3.0), leaf(2.0)
    y * 2
    (x * 2).backward()
    (x * 3).backward()


def overwritten() -> None:
    y, v = leaf(2.0), leaf(3.0)
    h = y.exp()
    z = h * v
    with av.no_grad():
        h.mul_(2)
    z.backward()


def detached() -> None:
    y, w = leaf(3.0), leaf(4.0)
    d = y.detach()
    (d * w).backward()


def cut_twice() -> None:
    y, w = leaf(3.0), leaf(4.0)
    a, b = y.detach(), y > 0
    (a * b * w).backward()


def under_no_grad() -> None:
    y, w = leaf(3.0), leaf(4.0)
    with av.no_grad():
        h = y * 2
    (h * w).backward()


def too_late() -> None:
    y, w = av.tensor(3.0), leaf(4.0)
    h = y * 2
    y.requires_grad_()
    y * 3
    (h * w).backward()


def no_grad_fn() -> None:
    y = leaf(3.0)
    d = y.detach()
    loss = d * 2
    loss.backward()


NONE = {
    computed: "y is not a leaf: it was computed in step 1 (y = x * x), and only leaves "
    "keep what arrives. The gradient 2 passed through it in step 5; y.retain_grad() "
    "before backward() would keep it.",
    computed_beside: "y is not a leaf: it was computed in step 1 (y = x * x), and only "
    "leaves keep what arrives. No gradient passed through it, either.",
    computed_only: "y is not a leaf: it was computed in step 1 (y = x * x), and only "
    "leaves keep what arrives. To have it keep its own, call y.retain_grad() before "
    "backward().",
    given: "y does not require grad: it was given without requires_grad=True, so "
    "nothing is sent to it.",
    integers: "y does not require grad: its dtype is int64, and only floating point "
    "tensors can.",
    frozen: "y no longer required grad when backward() came to it: what step 3 "
    "(z = x * y) sent to it was dropped.",
    unrecorded: "y does not require grad. Autograd did not record step 2 (y = x * 2): "
    "inside no_grad() autograd records nothing.",
    made_of_unrecorded: "y does not require grad: nothing it was made from does. The "
    "record ends at step 1 (d = x.detach()): detach() gives the same numbers without "
    "their history.",
    made_of_inputs: "y does not require grad: nothing it was made from does.",
    only_forward: "no backward() ran: .grad starts as None, and backward() fills it.",
    not_a_scalar: "no backward() ran. Step 2 raised RuntimeError: grad can be "
    "implicitly created only for scalar outputs. Why: backward() starts at one number, "
    "and y * 2 is not one number. To try: make one of it, as in (y * 2).sum()"
    ".backward(); or say how much each element counts: (y * 2).backward(weights).",
    early: "backward() ran too early: it began in step 2, and y was first used in step "
    "5 (z = y * 2).",
    unused: "loss was not made from y: no path leads back to it. A number taken out "
    "with item(), float() or numpy() leaves no path.",
    unused_twice: "nothing that backward() was called on was made from y: no path "
    "leads back to it. A number taken out with item(), float() or numpy() leaves no "
    "path.",
    overwritten: "the backward() that began in step 6 stopped before it came to y. "
    "Step 7 raised RuntimeError: one of the variables needed for gradient computation "
    "has been modified by an inplace operation: [torch.FloatTensor []], which is "
    "output 0 of Exp, is at version 1; expected version… Why: h was kept for "
    "backward, and then written to in step 4 (h.mul_(2)). The saved h was at version 0 "
    "when it was saved, and is at version 1 now. To try: make a new tensor in place of "
    "the write (y = y + 1 for y += 1); or write to a copy: h.clone().",
    detached: "the way back to y is cut at step 1 (d = y.detach()): detach() gives the "
    "same numbers without their history.",
    cut_twice: "the way back to y is cut at step 1 (a = y.detach()): detach() gives "
    "the same numbers without their history. The same holds for step 2.",
    under_no_grad: "the way back to y is cut at step 2 (h = y * 2): inside no_grad() "
    "autograd records nothing.",
    too_late: "the way back to y is cut at step 1 (h = y * 2): y did not require grad "
    "at that time.",
    no_grad_fn: "the way back to y is cut at step 1 (d = y.detach()): detach() gives "
    "the same numbers without their history. Step 3 raised RuntimeError: element 0 of "
    "tensors does not require grad and does not have a grad_fn. To try: use the tensor "
    "itself in place of detach().",
}


@pytest.mark.parametrize("body", NONE)
def test_why_there_is_none(body: Callable[[], None]) -> None:
    assert f"y.grad is None because {NONE[body]}" == why(body, "y")


def test_a_comparison_has_no_slope() -> None:
    def body() -> None:
        x, y, w = leaf([1.0, 2.0]), leaf(3.0), leaf(4.0)
        m = y > 0
        (x * m * w).sum().backward()

    cut = "the way back to y is cut at step 1 (m = y > 0): a true-or-false result"
    assert f"y.grad is None because {cut} has no slope." == why(body, "y")


def test_an_integer_result_is_a_cut() -> None:
    build = Builder("i = x.argmax()", "y = i * w")
    x, w = build.tensor("x", [1.0, 2.0]), build.tensor("w", 2.0)
    picked = edge("self", x, None, needs_grad=False)
    source, one = build.source("x.argmax()", 1), value(1, "int64")
    made = GraphNode(
        2, "untracked", "argmax", None, (), "int64", (picked,), names=("i",),
        source=source,
    )  # fmt: skip
    build.nodes.append(made)
    build.steps.append(Forward(2, one, False, "the result is int64", source))
    factors = [edge("self", 2, None, needs_grad=False), edge("other", w, "self")]
    y = build.op("mul", "MulBackward0", factors, 2.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, None, 1.0)
    build.accumulate(w, 1.0)
    said = "the way back to x is cut at step 1 (i = x.argmax()): the result is int64"
    tail = "and only floating point tensors have gradients."
    assert f"x.grad is None because {said}, {tail}" == str(answer(build.trace(), x))


def test_a_node_that_sent_none() -> None:
    build = Builder("y = f(x)")
    x = build.tensor("x", 2.0)
    y = build.op(
        "f", "FBackward", [edge("self", x, None)], 4.0, at=("f(x)", 1), name="y"
    )
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, None)
    said = "step 3 (y = f(x)) passed no gradient on: it sent None where one was due."
    assert f"x.grad is None because {said}" == str(answer(build.trace(), x))


# there is one


def one_path() -> None:
    y, w = leaf(3.0), leaf(2.0)
    z = y * w
    z.backward()


def three_parts() -> None:
    y = leaf(3.0)
    z = y * y + y
    z.backward()


def a_vector() -> None:
    y = leaf([1.0, 2.0])
    (y * y).sum().backward()


def a_matrix() -> None:
    y = leaf([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    b = av.tensor([1.0, 2.0, 3.0])
    (y + b).sum().backward()


def itself() -> None:
    y = leaf(3.0)
    y.backward()


def kept() -> None:
    x = leaf(3.0)
    y = x * 2
    y.retain_grad()
    (y * 5).backward()


def twice() -> None:
    y = leaf(3.0)
    y.grad = av.tensor(1.0)
    (y * y).backward()
    (y * 2).backward()


def emptied() -> None:
    y = leaf(3.0)
    (y * 2).backward()
    y.grad = None
    (y * 5).backward()


def failed_later() -> None:
    y = leaf(2.0)
    z = y * y
    loss = z * z
    loss.backward()
    loss.backward()


def closed_gate() -> None:
    y = leaf(-2.0)
    z = y.relu()
    (z * 5).backward()


def closed_gates() -> None:
    y = leaf([-1.0, -2.0, 1.0])
    z = y.relu()
    (z * av.tensor([1.0, 2.0, 0.0])).sum().backward()


def times_zero() -> None:
    y, b = leaf([3.0, 1.0]), leaf([0.0, 0.0])
    (y * b).sum().backward()


def two_gates() -> None:
    y = leaf(-2.0)
    (y.relu() + y * 0).backward()


def flat() -> None:
    y = leaf(1.5)
    (y.sign() * 2).backward()


def zero_matrix() -> None:
    y, W = leaf([[1.0, 2.0]]), av.zeros(2, 2)
    (y @ W).sum().backward()


def underflow() -> None:
    y, a = leaf(1.0), av.tensor(1e-30)
    (y * a * a).backward()


def zero_seed() -> None:
    y = leaf(2.0)
    (y * 3).backward(av.tensor(0.0))


def cancelled() -> None:
    y = leaf(2.0)
    h = y * 5
    (h * 3 - h * 3).backward()


def zero_by_inf() -> None:
    y = leaf(0.0)
    (y.sqrt() * 0).backward()


def masked() -> None:
    y, m = leaf([0.0, 4.0]), av.tensor([0.0, 1.0])
    (y.sqrt() * m).sum().backward()


def inf_then_nan() -> None:
    y = leaf(2.0)
    (y * 0).sqrt().backward()


def log_of_zero() -> None:
    y = leaf(0.0)
    y.log().backward()


def too_large_a_value() -> None:
    y = leaf([100.0, 1.0])
    h = y.exp()
    h.sum().backward()


def given_nan() -> None:
    y, k = leaf(3.0), av.tensor(float("nan"))
    (y * k).backward()


def too_large() -> None:
    y = leaf(1e-10)
    (y * 1e30 * 1e30).backward()


def too_large_a_sum() -> None:
    y = leaf(2.0)
    (y * 3e38 + y * 3e38).backward()


def inf_seed() -> None:
    y = leaf(2.0)
    (y * 3).backward(av.tensor(float("inf")))


def nan_before() -> None:
    y = leaf(2.0)
    y.grad = av.tensor(float("nan"))
    (y * 3).backward()


def shrunk() -> None:
    y = leaf(3.0)
    a = y * 1e-2
    b = a * 1e-6
    b.backward()


def shrunk_at_once() -> None:
    y = leaf([3.0, 1.0])
    z = y[0] * 1e-7
    z.backward()


THERE = {
    one_path: "backward() left 2 in y.grad. One gradient came to y: z sent 2 in step "
    "3.",
    three_parts: "backward() left 1 + 3 + 3 = 7 in y.grad. Three gradients came to y, "
    "and what comes over several paths is added: z sent 1 in step 4 and y * y sent 3 "
    "and 3 in step 5.",
    a_vector: "backward() left [1, 2] + [1, 2] = [2, 4] in y.grad. Two gradients came "
    "to y, and what comes over several paths is added: y * y sent [1, 2] and [1, 2] "
    "in step 5.",
    a_matrix: "backward() left a gradient of shape (2, 3) in y.grad. One gradient came "
    "to y: y + b sent a gradient of shape (2, 3) in step 5.",
    itself: "backward() left 1 in y.grad. backward() was called on y itself, in step "
    "1.",
    kept: "backward() left 5 in y.grad. One gradient came to y: y * 5 sent 5 in step "
    "4.",
    twice: "y.grad holds 1 + 6 + 2 = 9: backward() adds to what is in .grad, it never "
    "replaces it. 1 was there before; it added 6 in step 5 and 2 in step 9.",
    emptied: "backward() left 5 in y.grad. One gradient came to y: y * 5 sent 5 in "
    "step 8. What an earlier backward() had left there was taken out in between, by "
    "hand in step 5.",
    failed_later: "backward() left 16 + 16 = 32 in y.grad. Two gradients came to y, "
    "and what comes over several paths is added: z sent 16 and 16 in step 5. The "
    "backward() that began in step 7 stopped in step 8, before it came to y, and "
    "added nothing.",
    closed_gate: "backward() left 0 in y.grad. In step 5 (z = y.relu()) 5 arrived, and "
    "0 was sent to y: its local derivative, 1 if z > 0, else 0, is 0 here.",
    closed_gates: "backward() left [0, 0, 0] in y.grad. In step 7 (z = y.relu()) [1, "
    "2, 0] arrived, and [0, 0, 0] was sent to y: its local derivative, 1 if z > 0, "
    "else 0, is 0 wherever a gradient arrived.",
    times_zero: "backward() left [0, 0] in y.grad. In step 5 (y * b) [1, 1] arrived, "
    "and [0, 0] was sent to y: its local derivative, b, is 0 for every element.",
    two_gates: "backward() left 0 in y.grad. In step 6 (y * 0) 1 arrived, and 0 was "
    "sent to y: its local derivative is 0 everywhere. Over another path it became 0 "
    "in step 7.",
    flat: "backward() left 0 in y.grad. In step 5 (y.sign()) 2 arrived, and 0 was sent "
    "to y: its local derivative is 0 everywhere.",
    zero_matrix: "backward() left [[0, 0]] in y.grad. In step 5 (y @ W) [[1, 1]] "
    "arrived, and [[0, 0]] was sent to y: W holds only zeros.",
    underflow: "backward() left 0 in y.grad. In step 5 (y * a) 1e-30 arrived, and 0 "
    "was sent to y: the product is too small for float32.",
    zero_seed: "backward() left 0 in y.grad. backward() was given 0 to start with, in "
    "step 2.",
    cancelled: "backward() left 0 in y.grad. In step 9 what arrived at h was added: -3 "
    "+ 3 = 0.",
    zero_by_inf: "backward() left nan in y.grad. In step 5 (y.sqrt()) 0 arrived, and "
    "nan was sent to y: its local derivative, 1/(2·sqrt(y)), is inf, and 0 × inf is "
    "nan.",
    masked: "backward() left [nan, 0.25] in y.grad. In step 7 (y.sqrt()) [0, 1] "
    "arrived, and [nan, 0.25] was sent to y: its local derivative, 1/(2·sqrt(y)), is "
    "inf in places, and 0 × inf is nan.",
    inf_then_nan: "backward() left nan in y.grad. In step 4 ((y * 0).sqrt()) 1 "
    "arrived, and inf was sent to y * 0: its local derivative, 1/(2·sqrt(y * 0)), is "
    "inf. In step 5 (y * 0) inf arrived, and nan was sent to y: inf × 0 is nan.",
    log_of_zero: "backward() left inf in y.grad. It began with a value, in step 1 "
    "(y.log()): log(0) = -inf. In step 3 (y.log()) 1 arrived, and inf was sent to y: "
    "its local derivative, 1/y, is inf.",
    too_large_a_value: "backward() left [inf, 2.718] in y.grad. It began with a "
    "value, in step 1 (h = y.exp()): it made [inf, 2.718]. In step 5 (h = y.exp()) "
    "[1, 1] arrived, and [inf, 2.718] was sent to y: its local derivative, h, is "
    "inf in places.",
    given_nan: "backward() left nan in y.grad. It began with a value: k was given as "
    "nan. In step 3 (y * k) 1 arrived, and nan was sent to y: its local derivative, "
    "k, is nan.",
    too_large: "backward() left inf in y.grad. In step 5 (y * 1e30) 1e+30 arrived, and "
    "inf was sent to y: the product is too large for float32.",
    too_large_a_sum: "backward() left inf in y.grad. In step 8 what arrived at y was "
    "added: 3e+38 + 3e+38 = inf.",
    inf_seed: "backward() left inf in y.grad. backward() was given inf to start with, "
    "in step 2.",
    nan_before: "backward() left nan in y.grad. In step 5 y.grad became nan + 3 = nan.",
    shrunk: "backward() left 1e-08 in y.grad. On its way the gradient shrank from 1 to "
    "1e-08, most of all in step 4 (b = a * 1e-6), which multiplied it by 1e-06. On "
    "average each of the 2 steps multiplied it by 0.0001.",
    shrunk_at_once: "backward() left [1e-07, 0] in y.grad. On its way the gradient "
    "shrank from 1 to at most 1e-07, most of all in step 4 (z = y[0] * 1e-7), which "
    "multiplied it by 1e-07. On average each of the 2 steps multiplied it by "
    "0.0003162.",
}


@pytest.mark.parametrize("body", THERE)
def test_why_it_is_what_it_is(body: Callable[[], None]) -> None:
    assert THERE[body] == why(body, "y")


@pytest.mark.parametrize(
    ("numbers", "left"),
    [
        ((0.0, 0.0, 0, 0), "a gradient of shape (100, 100) with only zeros"),
        ((1.0, 2.0, 0, 0), "a gradient of shape (100, 100)"),
        ((1.0, 2.0, 3, 1), "a gradient of shape (100, 100) with nan in it"),
        ((1.0, 2.0, 0, 1), "a gradient of shape (100, 100) with inf in it"),
    ],
)
def test_of_a_large_one_its_shape_is_told_and_what_matters(
    numbers: tuple[float, float, int, int], left: str
) -> None:
    low, high, nans, infinities = numbers
    extremes = large((100, 100), low, high)
    assert extremes.summary is not None
    summary = replace(extremes.summary, nans=nans, infinities=infinities)
    came = replace(extremes, summary=summary)
    build = Builder("y = f(W)")
    w = build.tensor("W", large((100, 100), -1.0, 1.0))
    y = build.op("f", "FBackward", [edge("self", w, None)], 4.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, came)
    build.accumulate(w, came)
    said = str(answer(build.trace(), w))
    assert said.startswith(f"backward() left {left} in W.grad. ")


def test_without_a_rule_no_reason_is_invented() -> None:
    build = Builder("y = f(x)")
    x = build.tensor("x", 2.0)
    y = build.op("f", "FBackward", [edge("self", x, None)], 4.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, 0.0)
    build.accumulate(x, 0.0)
    said = "backward() left 0 in x.grad. In step 3 (y) 1 arrived, and 0 was sent to x."
    assert said == str(answer(build.trace(), x))


def test_a_step_function_is_flat_also_without_a_rule() -> None:
    build = Builder("y = x.floor()")
    x = build.tensor("x", 1.5)
    inputs = [edge("self", x, None)]
    y = build.op("floor", "FloorBackward0", inputs, 1.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, 0.0)
    build.accumulate(x, 0.0)
    tail = "0 was sent to x: its local derivative is 0 everywhere."
    assert str(answer(build.trace(), x)).endswith(tail)


# set by hand, and written to


def set_to_none() -> None:
    y = leaf(3.0)
    (y * 2).backward()
    y.grad = None


def zeroed() -> None:
    y = leaf(3.0)
    (y * 2).backward()
    assert y.grad is not None
    y.grad.zero_()


def given_a_grad() -> None:
    y = leaf([1.0, 2.0])
    y.grad = av.tensor([3.0, 4.0])


def set_to_none_at_once() -> None:
    y = leaf(3.0)
    y.grad = None


def cut_after_it_was_emptied() -> None:
    y, w = leaf(3.0), leaf(4.0)
    (y * 2).backward()
    y.grad = None
    d = y.detach()
    (d * w).backward()


def filled_after_it_was_emptied() -> None:
    y = leaf(3.0)
    (y * 2).backward()
    y.grad = None
    (y * 5).backward()


def written_by_hand() -> None:
    y = leaf(3.0)
    (y * 2).backward()
    with av.no_grad():
        y -= 1


def a_number_taken_out() -> None:
    y, w = leaf(3.0), leaf(4.0)
    h = y * 2
    loss = w * h.item()
    loss.backward()


BY_HAND = {
    set_to_none: "y.grad is None because the program set it so in step 5. What "
    "backward() had left there in step 4, 2, is gone.",
    zeroed: "y.grad is 0 because zero_() set it so in step 5. What backward() had left "
    "there in step 4, 2, is gone.",
    given_a_grad: "y.grad is [3, 4]: the program set it in step 1, no backward().",
    cut_after_it_was_emptied: "y.grad is None because the way back to y is cut at step "
    "6 (d = y.detach()): detach() gives the same numbers without their history.",
    filled_after_it_was_emptied: "backward() left 5 in y.grad. One gradient came to y: "
    "y * 5 sent 5 in step 8. What an earlier backward() had left there was taken out "
    "in between, by hand in step 5.",
    written_by_hand: "backward() left 2 in y.grad. One gradient came to y: y * 2 sent "
    "2 in step 3. Since then y itself was written to, in step 6; .grad is of the "
    "numbers before that.",
    a_number_taken_out: "y.grad is None because loss was not made from y: no path "
    "leads back to it. Its numbers left autograd at step 2 (h = y * 2): item() gives "
    "plain numbers, without their history.",
}


@pytest.mark.parametrize("body", BY_HAND)
def test_what_was_done_by_hand_is_told(body: Callable[[], None]) -> None:
    assert BY_HAND[body] == why(body, "y")


def test_who_emptied_it_is_told() -> None:
    build = Builder("y.backward()")
    y = build.tensor("y", 3.0)
    build.steps += [Seed(y, value(1.0))]
    build.accumulate(y, 1.0)
    build.steps += [GradSet(y, value(1.0), None, "zero_grad()")]
    said = (
        "y.grad is None because zero_grad() set it so in step 3. What backward() had "
        "left there in step 2, 1, is gone."
    )
    told = answer(build.trace(), y)
    assert ("set by hand", (2, 3), said) == (told.kind, told.steps, told.text)
