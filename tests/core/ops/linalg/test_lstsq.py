"""Least squares: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import agree, agree_on_story, ours, raised

SOLUTIONS = (
    *("W, W[:, :2] ** 2", "W, W[:, 0] ** 2", "W.T, b", "A, b", "B, B[:, :, 0] ** 2"),
    *("B, B ** 2 + 1", "W, W.detach()[:, :2] ** 2", "W.detach(), W[:, 1] ** 2"),
    *("W, W[:, :2] ** 2, rcond=1e-6", "W, W ** 2, driver='gelsy'", "W[:0], W[:0]"),
    "W.float(), W.float()[:, :1] ** 2",
)
REFUSED = (
    *("W, b", "W, v", "v, v", "W, v[0]", "W, W.float()", "W.long(), W.long()", "B, v"),
    *("W, W, driver='x'", "2, W", "W, 2", "W, B", "B, b"),
)


@pytest.mark.parametrize("arguments", SOLUTIONS)
def test_a_solution_agrees(arguments: str) -> None:
    agree(GIVEN, f"L.lstsq({arguments})[0]")


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_is_no_system_is_refused_in_the_same_words(arguments: str) -> None:
    agree(GIVEN, f"L.lstsq({arguments})")


def test_the_parts_have_names() -> None:
    agree_on_story("""
        A = t.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], requires_grad=True)
        b = t.tensor([1.0, 2.0, 4.0])
        found = t.linalg.lstsq(A, b)
        say(found.solution, found.rank, found.singular_values, type(found).__name__)
        say(found.residuals.detach(), [each.requires_grad for each in found])
        found.solution.sum().backward()
        say(A.grad)
    """)


def test_another_driver_says_that_it_is_not_here() -> None:
    told = raised(lambda t: t.linalg.lstsq(t.eye(2), t.eye(2), driver="gels"), ours)
    assert told.startswith("NotImplementedError: linalg.lstsq(driver='gels') is not in")
