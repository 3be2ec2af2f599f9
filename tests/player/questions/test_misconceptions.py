"""Wrong numbers and what is behind them."""

from __future__ import annotations

import autoviz as av
from autoviz.picture.words import plain
from autoviz.records import Accumulate, Backward, Trace, Update
from tests.picture import stories
from tests.picture.traces import affine, tutorial
from tests.player.questions.runs import asked, leaf, misconceptions, ran, says


def last(trace: Trace, kind: type) -> int:
    """The last step of a kind."""
    return max(k for k, step in enumerate(trace.steps, 1) if isinstance(step, kind))


def fan_out() -> Trace:
    def program() -> None:
        x = leaf(3.0)
        y = x*x + x  # fmt: skip
        y.backward()

    return ran(program)


def test_six_or_one_for_seven_missed_a_path() -> None:
    question = asked(fan_out(), 6, "number")
    found = misconceptions(question)
    assert ("missed a path", "missed a path") == (found[6.0], found[1.0])
    every = "x reaches y by three paths: 1 + 3 + 3 = 7"
    assert says(question, 6.0) == f"6 is what x*x sends; {every}"
    assert says(question, 1.0) == f"1 is one path; {every}"


def test_what_was_missed_can_be_looked_at() -> None:
    slips = {each.answer: each for each in asked(fan_out(), 6, "number").slips}
    assert ((4,), (5,)) == (slips[6.0].replay, slips[1.0].replay)


def test_half_of_the_product() -> None:
    found = misconceptions(asked(tutorial(), 11, "number"))
    assert found == {
        6.0: "forgot what arrived",
        32.0: "left out the local derivative",
        38.0: "added instead of multiplied",
        256.0: "added up already",
        3.0: "value taken for gradient",
        -192.0: "lost a sign",
    }


def test_the_other_factor() -> None:
    question = asked(affine(), 8, "number")
    assert "mixed up the inputs" == misconceptions(question)[28.0]
    assert "28 is what goes to x" == says(question, 28.0)


def test_only_one_of_the_paths_that_lead_to_a_node() -> None:
    def program() -> None:
        x = leaf(2.0)
        y = x * 5
        (y * y + 2 * y).backward()

    trace = ran(program)
    question = asked(trace, last(trace, Backward), "number")
    assert 110.0 == question.answer
    assert "missed a path" == misconceptions(question)[50.0]
    told = (
        "that is what becomes of 10 alone; three gradients came, and they are added up"
    )
    assert f"{told} first" == says(question, 50.0)


def test_a_mean_and_a_sum() -> None:
    def mean() -> None:
        leaf([1.0, 2.0, 6.0, 7.0]).mean().backward()

    def total() -> None:
        leaf([1.0, 2.0, 6.0, 7.0]).sum().backward()

    of_mean = misconceptions(asked(ran(mean), 3, "number"))
    of_sum = misconceptions(asked(ran(total), 3, "number"))
    assert ("mean taken for sum", "sum taken for mean") == (of_mean[1.0], of_sum[0.25])


def test_a_square_matrix_turned_over() -> None:
    def program() -> None:
        W = leaf([[1.0, 2.0], [3.0, 5.0]])
        weights = av.tensor([[0.0, 9.0], [4.0, 0.0]])
        (W * weights).sum().backward()

    trace = ran(program)
    question = asked(trace, last(trace, Backward), "number")
    assert (9.0, "transposed") == (question.answer, misconceptions(question)[4.0])
    assert "4 stands at [1, 0]: rows come first" == says(question, 4.0)


def test_a_gradient_thought_to_be_replaced() -> None:
    def program() -> None:
        x = leaf(3.0)
        for _ in range(2):
            (x * x).backward()

    trace = ran(program)
    question = asked(trace, last(trace, Accumulate), "number")
    assert "replaced, not added" == misconceptions(question)[6.0]
    told = "6 is what this backward() brings; x.grad held 6 and backward() adds to it"
    assert f"{told}: 6 + 6" == says(question, 6.0)


def test_a_missed_path_of_a_second_backward() -> None:
    def program() -> None:
        x = leaf(3.0)
        for _ in range(2):
            (x * x).named("y").backward()

    trace = ran(program)
    question = asked(trace, last(trace, Accumulate), "number")
    told = "9 is 6 + 3, and 3 is one path; x reaches y₂ by two paths: 3 + 3 = 6"
    assert told == says(question, 9.0)


def test_nothing_added() -> None:
    def program() -> None:
        w = leaf(2.0)
        (w * 3).backward()
        (w**2).backward()

    trace = ran(program)
    found = misconceptions(asked(trace, last(trace, Accumulate), "number"))
    assert ("replaced, not added", "nothing was added") == (found[4.0], found[3.0])


def test_pieces_of_the_update() -> None:
    found = misconceptions(asked(stories.updated(), 2, "number"))
    assert found == {
        3.6: "wrong sign of the update",
        -3.0: "forgot lr",
        0.6000000000000001: "the change, not the result",
        3.0: "nothing was changed",
    }


def test_an_update_from_several_backwards() -> None:
    torch = __import__("torch")
    with av.record() as rec:
        w = torch.tensor(4.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=0.1)
        for _ in range(2):
            (w * w).backward()
        optimizer.step()
    found = misconceptions(asked(rec.trace, last(rec.trace, Update), "number"))
    assert "replaced, not added" == found[3.2]


def test_the_loss_is_not_what_backward_starts_with() -> None:
    question = asked(tutorial(), 6, "number")
    assert "value taken for gradient" == misconceptions(question)[256.0]
    told = "256 is the value of loss. The gradient says how it changes with itself"
    assert f"{told}: 1 for 1" == says(question, 256.0)


def test_where_a_hook_changed_the_sum_no_path_was_missed() -> None:
    found = misconceptions(asked(stories.hooked(), 8, "number"))
    assert "missed a path" not in found.values()


def test_of_very_many_paths_only_some_are_looked_at() -> None:
    def program() -> None:
        x = leaf(1.0)
        y = x * 0.5
        for _ in range(50):
            y = y + x
        y.backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "number")
    slips = [e for e in question.slips if e.misconception == "missed a path"]
    assert 50.5 == question.answer
    assert {1.0, 0.5} >= {each.answer for each in slips}
    for each in slips:
        assert len(each.replay) <= 12
        assert plain(each.says).endswith("1 + … + 0.5 = 50.5")
