"""Gradients are clipped as PyTorch does it, in place."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_modules

GIVEN = """
a = t.ones(2, 3, requires_grad=True)
b = t.arange(4.0).requires_grad_()
c = t.ones(1, requires_grad=True)
a.grad, b.grad = t.full((2, 3), 3.0), t.arange(4.0) * 2
some = [a, b, c]
clip = nn.utils.clip_grad_norm_
seen = lambda: [(each.grad, each.grad._version) for each in (a, b)]
"""


@pytest.mark.parametrize("kind", ["2", "1", "float('inf')", "0.5", "3"])
def test_all_gradients_are_shortened_together(kind: str) -> None:
    agree_on_modules(GIVEN + f"say(clip(some, 1.0, {kind}), seen(), c.grad)")


def test_short_gradients_stay_as_they_are() -> None:
    agree_on_modules(GIVEN + "say(clip(iter(some), 100), seen())")


def test_one_tensor_or_none_will_do() -> None:
    agree_on_modules(
        GIVEN
        + """
say(clip(a, 1), seen(), clip([], 1), clip((each for each in []), 1), clip([c], 1))
"""
    )


def test_the_two_halves_can_be_called_apart() -> None:
    agree_on_modules(
        GIVEN
        + """
length = nn.utils.get_total_norm([a.grad, b.grad], 1)
nn.utils.clip_grads_with_norm_(some, 2.0, length)
say(length, seen(), nn.utils.get_total_norm(t.ones(3, requires_grad=True)))
"""
    )


def test_what_is_not_finite_may_be_refused() -> None:
    agree_on_modules(
        GIVEN
        + """
a.grad = t.full((2, 3), float("nan"))
tried(lambda: clip(some, 1, error_if_nonfinite=True))
say(clip(some, 1), seen())
"""
    )


def test_each_number_is_kept_within_bounds() -> None:
    agree_on_modules(
        GIVEN + "say(nn.utils.clip_grad_value_(some, 1.5), seen(), c.grad)"
    )
