"""Losses of regression: the same here and in PyTorch, for every reduction."""

from __future__ import annotations

import pytest

from tests.oracle import agree

F = "F = t.nn.functional; "
A = "a = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)"
TARGETS = {
    "floats": "b = t.tensor([[1.0, -1.25, 0.0], [0.5, 0.25, 1.0]])",
    "tracked": "b = t.ones(2, 3, requires_grad=True)",
    "double": "b = t.ones(2, 3, dtype=t.float64)",
    "ints": "b = t.ones(2, 3, dtype=t.int64)",
    "row": "b = t.ones(3, requires_grad=True)",
    "column": "b = t.ones(2, 1)",
    "one": "b = t.tensor(1.0)",
    "misfit": "b = t.ones(4)",
}
REDUCTIONS = ["", ", reduction='sum'", ", reduction='none'", ", reduction='x'"]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("loss", ["mse_loss", "l1_loss", "smooth_l1_loss"])
def test_an_error_agrees(loss: str, target: str, reduction: str) -> None:
    agree(f"{F}{A}; {target}", f"F.{loss}(a, b{reduction})")


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("loss", ["mse_loss", "l1_loss"])
def test_a_weighed_error_agrees(loss: str, reduction: str) -> None:
    weight = "w = t.tensor([[1.0, 2.0, 0.5], [0.0, 1.0, 1.0]])"
    given = f"{F}{A}; {TARGETS['tracked']}; {weight}"
    agree(given, f"F.{loss}(a, b, weight=w{reduction})")
    agree(given, f"F.{loss}(a, b, weight=w[0]{reduction})")


@pytest.mark.parametrize("given", ["t.zeros(0)", "t.tensor(2.0)", "t.tensor([1, 2])"])
@pytest.mark.parametrize(
    "loss", ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"]
)
def test_the_error_of_odd_inputs_agrees(loss: str, given: str) -> None:
    agree(f"{F}a = {given}; b = {given}", f"F.{loss}(a, b)")


@pytest.mark.parametrize("said", ["True", "False", "None, False", "None, True"])
def test_the_older_words_for_a_reduction_agree(said: str) -> None:
    agree(f"{F}{A}; {TARGETS['floats']}", f"F.mse_loss(a, b, {said})")


@pytest.mark.parametrize("target", ["floats", "tracked"])
@pytest.mark.parametrize(
    "expression",
    [
        *("F.smooth_l1_loss(a, b, beta=0.5)", "F.smooth_l1_loss(a, b, beta=0)"),
        *("F.smooth_l1_loss(a, b, beta=-1)", "F.smooth_l1_loss(a, b, reduce=False)"),
        *("F.huber_loss(a, b)", "F.huber_loss(a, b, 'sum', 0.5)"),
        *("F.huber_loss(a, b, 'none', 2)", "F.huber_loss(a, b, delta=0)"),
        *("F.huber_loss(a, b, 'x')", "F.huber_loss(a, b, weight=b)"),
        *("F.huber_loss(a, b, 'sum', weight=b)", "F.huber_loss(a, b, weight=b[0])"),
        *("F.huber_loss(a, b, 'x', weight=b)", "F.huber_loss(a, b.double())"),
        *("F.huber_loss(a, b[0])", "F.huber_loss(a, b.long())"),
    ],
)
def test_an_error_with_a_limit_agrees(expression: str, target: str) -> None:
    agree(f"{F}{A}; {TARGETS[target]}", expression)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    "var",
    [
        *("v", "v[:, 0]", "v[:, :1]", "v[0]", "-v", "0.5", "-1.0", "v[:, :0]"),
        *("v, True", "v, True, 0.5"),
    ],
)
def test_how_surprising_a_normal_number_is_agrees(var: str, reduction: str) -> None:
    v = "v = t.tensor([[0.5, 0.25, 1.0], [0.125, 0.75, 2.0]], requires_grad=True)"
    given = f"{F}{A}; {TARGETS['floats']}; {v}"
    agree(given, f"F.gaussian_nll_loss(a, b, {var}{reduction})")


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("more", ["", ", False", ", full=True", ", False, True"])
@pytest.mark.parametrize("counts", ["t.float32, requires_grad=True", "t.int64"])
def test_how_surprising_a_count_is_agrees(
    counts: str, more: str, reduction: str
) -> None:
    c = f"c = t.tensor([[1, 0, 2], [5, 1, 3]], dtype={counts})"
    agree(f"{F}{A}; {c}", f"F.poisson_nll_loss(a, c{more}{reduction})")
