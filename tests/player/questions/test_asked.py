"""What a question is made of."""

from __future__ import annotations

import pytest

from autoviz.player.questions.asked import (
    CannotAskError,
    Slip,
    chosen,
    different,
    is_close,
)


@pytest.mark.parametrize(
    ("given", "truth", "close"),
    [(193.9, 192, True), (194, 192, False), (-0.104, -0.1, True), (0.006, 0, False)],
)
def test_close_is_one_percent_or_five_thousandths(
    given: float, truth: float, close: bool
) -> None:
    assert close == is_close(given, truth)


def test_slips_that_cannot_be_told_apart_are_left_out() -> None:
    slips = [Slip(each, "", ()) for each in (7.0, 6.0, 6.001, float("nan"), 1.0)]
    assert [6.0, 1.0] == [each.answer for each in different(slips, 7.0)]


def test_choices_do_not_give_the_answer_away_by_their_order() -> None:
    slips = [Slip("7", "a", ()), Slip("0", "b", ()), Slip("7", "c", ())]
    question = chosen("grad", 3, (), "None", slips)
    assert ["0", "7", "None"] == [each.text for each in question.choices]
    assert [False, False, True] == [each.right for each in question.choices]
    assert question.choices[1].slip == slips[0]


def test_one_choice_is_no_question() -> None:
    with pytest.raises(CannotAskError, match="the only answer there is None"):
        chosen("grad", 3, (), "None", [Slip("None", "", ())])
