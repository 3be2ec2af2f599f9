"""What one backward step sent, and why."""

from __future__ import annotations

import numpy as np

from autoviz.picture.notation.flow import flows, formulas
from autoviz.records.fold import fold
from tests.picture.traces import large, matrix, single, square_plus, tutorial


def test_a_scalar_flow_has_rule_numbers_and_product() -> None:
    (flow,) = flows(fold(tutorial(), 11))
    assert (flow.to, flow.formula, flow.substituted) == ("x", "2·x", "2·3")
    assert flow.local is not None
    assert flow.local.item() == 6.0


def test_a_step_that_is_not_backward_has_no_flows() -> None:
    assert flows(fold(tutorial(), 3)) == ()


def test_two_edges_to_one_tensor_are_counted() -> None:
    found = flows(fold(square_plus(), 5))
    assert [each.ordinal for each in found] == ["first", "second"]


def test_broadcasting_undone_is_told_apart_from_spreading_out() -> None:
    summed = [each.summed for each in flows(fold(matrix(), 8))]
    assert summed == [False, True]
    spread = single("other", [3.0, 4.0], 1.0, 2.0, [6.0, 8.0])
    assert not flows(fold(spread, 3))[0].summed


def test_a_rule_that_does_not_explain_what_was_sent_gives_no_numbers() -> None:
    wrong = single("2 * self", 3.0, 9.0, 1.0, 5.0)
    (flow,) = flows(fold(wrong, 3))
    assert (flow.local, flow.substituted) == (None, None)


def test_a_tiny_gradient_is_checked_as_strictly() -> None:
    wrong = single("2 * self", 3.0, 9.0, 1e-9, 5e-9)
    right = single("2 * self", 3.0, 9.0, 1e-9, 6e-9)
    found = [flows(fold(each, 3))[0].local for each in (wrong, right)]
    assert [each is None for each in found] == [True, False]


def test_nan_and_infinity_are_explained_too() -> None:
    trace = single("1 / self", 0.0, -np.inf, 1.0, np.inf)
    (flow,) = flows(fold(trace, 3))
    assert flow.local is not None
    assert flow.local.item() == np.inf


def test_a_local_derivative_of_every_element() -> None:
    trace = single("2 * self", [1.0, 2.0], [1.0, 4.0], [1.0, 1.0], [2.0, 4.0])
    (flow,) = flows(fold(trace, 3))
    assert flow.local is not None
    assert flow.local.numbers == (2.0, 4.0)


def test_a_large_tensor_keeps_its_formula() -> None:
    big = large((100, 100), -1.0, 1.0)
    trace = single("1 - result**2", big, big, big, big)
    (flow,) = flows(fold(trace, 3))
    assert (flow.formula, flow.local) == ("1 − y²", None)


def test_an_unreadable_rule_is_shown_as_it_is() -> None:
    trace = single("import os\n", 1.0, 1.0, 1.0, 1.0)
    (flow,) = flows(fold(trace, 3))
    assert (flow.family, flow.formula) == (None, "import os\\n")


def test_formulas_say_what_a_saved_number_is_for() -> None:
    trace = tutorial()
    assert formulas(trace, trace.graph.nodes[1]) == ("2·x",)
