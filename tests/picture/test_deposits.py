"""What was added up in a ``.grad``."""

from __future__ import annotations

import autoviz as av
from autoviz.picture.deposits import deposited
from autoviz.recording import Recording
from autoviz.records import Trace, fold
from tests.picture import stories
from tests.picture.programs import five, recorded


def told(trace: Trace, node: int = 0) -> list[str]:
    found = [
        deposited(trace, fold(trace, k), node) for k in range(len(trace.steps) + 1)
    ]
    return list(dict.fromkeys(found))


def passes(count: int, *, between: str = "") -> Recording:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        for number in range(count):
            (x * (number + 1)).backward()
            if between == "zero" and number == 1:
                x.grad.zero_()
            if between == "none" and number == 1:
                x.grad = None
    return rec


def test_one_deposit_is_no_sum() -> None:
    assert told(five("tutorial").trace) == [""]


def test_each_backward_adds_one() -> None:
    assert told(recorded("twice_kept").trace) == ["", "6 + 6"]
    assert told(passes(3).trace) == ["", "1 + 2", "1 + 2 + 3"]


def test_of_many_the_last_few_are_told() -> None:
    assert told(passes(6).trace)[-1] == "… + 4 + 5 + 6"


def test_an_emptied_grad_begins_anew() -> None:
    for between in ("zero", "none"):
        assert told(passes(4, between=between).trace) == ["", "1 + 2", "3 + 4"]


def test_what_was_set_by_hand_counts() -> None:
    trace = stories.grads_set()
    assert told(trace) == [""]


def test_of_matrices_the_number_of_deposits_is_told() -> None:
    with av.record() as rec:
        x = av.ones(2, requires_grad=True)
        for _ in range(2):
            (x * x).sum().backward()
    assert told(rec.trace)[-1] == "2 deposits"
