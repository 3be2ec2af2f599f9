"""Losses of classifiers: the same here and in PyTorch, for every reduction."""

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


PROBABILITIES = {
    "floats": (
        "p = t.tensor([[0.5, 0.25, 1.0], [0.0, 0.75, 0.125]], requires_grad=True)"
    ),
    "scores": A.replace("a =", "p ="),
    "nan": "p = t.tensor([[0.5, float('nan'), 1.0]] * 2)",
    "double": "p = t.tensor([[0.5, 0.25, 0.125]] * 2, dtype=t.float64)",
    "ints": "p = t.ones(2, 3, dtype=t.int64)",
}
ANSWERS = {
    "floats": "q = t.tensor([[1.0, 0.0, 0.5], [0.0, 1.0, 0.25]])",
    "tracked": "q = t.tensor([[1.0, 0.0, 0.5]] * 2, requires_grad=True)",
    "too_large": "q = t.tensor([[1.0, 0.0, 2.0]] * 2)",
    "double": "q = t.ones(2, 3, dtype=t.float64)",
    "ints": "q = t.ones(2, 3, dtype=t.int64)",
    "row": "q = t.ones(3)",
}


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    "weight",
    [
        *("", ", t.tensor([1.0, 2.0, 0.5])", ", t.ones(2)"),
        *(", t.ones(2, 3, requires_grad=True)", ", t.ones(3, dtype=t.float64)"),
    ],
)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("given", PROBABILITIES.values(), ids=PROBABILITIES)
def test_the_surprise_at_yes_or_no_agrees(
    given: str, answer: str, weight: str, reduction: str
) -> None:
    loss = f"F.binary_cross_entropy(p, q{weight}{reduction})"
    agree(f"{F}{given}; {answer}", loss)


@pytest.mark.parametrize(
    "more",
    [
        *("", ", reduction='batchmean'", ", reduction='sum'", ", reduction='none'"),
        *(", reduction='x'", ", log_target=True", ", True", ", False"),
        ", reduction='batchmean', log_target=True",
    ],
)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_divergence_agrees(answer: str, more: str) -> None:
    agree(f"{F}{A}; {answer}", f"F.kl_div(a, q{more})")


def test_the_divergence_of_one_number_agrees() -> None:
    given = f"{F}{A}; {ANSWERS['tracked']}"
    agree(given, "F.kl_div(a[0, 0], q[0, 0], reduction='batchmean')")


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize(
    "more",
    [
        "",
        ", weight=t.tensor([1.0, 2.0, 0.5])",
        ", pos_weight=t.tensor([2.0, 3.0, 0.5])",
        ", t.ones(2, 1) * 2, pos_weight=t.tensor([2.0, 3.0, 0.5])",
    ],
)
def test_yes_or_no_agrees(target: str, more: str, reduction: str) -> None:
    loss = f"F.binary_cross_entropy_with_logits(a, b{more}{reduction})"
    agree(f"{F}{A}; {target}", loss)


CLASSES = {
    "indices": "y = t.tensor([2, 0])",
    "first_ignored": "y = t.tensor([-100, 1])",
    "all_ignored": "y = t.tensor([-100, -100])",
    "too_large": "y = t.tensor([3, 0])",
    "negative": "y = t.tensor([0, -1])",
    "one_row": "y = t.tensor([0])",
    "int32": "y = t.tensor([0, 1], dtype=t.int32)",
    "floats": "y = t.tensor([0.0, 1.0])",
    "bools": "y = t.tensor([True, False])",
    "column": "y = t.tensor([[0], [1]])",
    "probabilities": "y = t.tensor([[0.25, 0.5, 0.25], [0.0, 0.0, 1.0]])",
    "tracked": "y = t.ones(2, 3, requires_grad=True)",
    "double": "y = t.ones(2, 3, dtype=t.float64) / 3",
    "whole": "y = t.ones(2, 3, dtype=t.int64)",
}
MORE = [
    "",
    ", t.tensor([1.0, 2.0, 0.5])",
    ", t.ones(2)",
    ", t.ones(3, dtype=t.float64)",
    ", ignore_index=0",
    ", label_smoothing=0.25",
    ", t.tensor([1.0, 2.0, 0.5]), label_smoothing=0.25",
    ", label_smoothing=1.5",
    ", t.ones(3, requires_grad=True)",
    ", True",
]


@pytest.mark.parametrize("reduction", REDUCTIONS[:3])
@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("target", CLASSES.values(), ids=CLASSES)
def test_cross_entropy_agrees(target: str, more: str, reduction: str) -> None:
    agree(f"{F}{A}; {target}", f"F.cross_entropy(a, y{more}{reduction})")


@pytest.mark.parametrize("reduction", REDUCTIONS[::2])
@pytest.mark.parametrize("more", MORE[:5])
@pytest.mark.parametrize("target", CLASSES.values(), ids=CLASSES)
def test_nll_loss_agrees(target: str, more: str, reduction: str) -> None:
    agree(f"{F}{A}; {target}", f"F.nll_loss(a, y{more}{reduction})")


SHAPES = {
    "one": ("3", "t.tensor(1)"),
    "too_many": ("3", "t.tensor([1, 2])"),
    "scalar": ("", "t.tensor(1)"),
    "signal": ("2, 3, 2", "t.tensor([[0, 1], [2, 2]])"),
    "image": ("1, 3, 2, 2", "t.tensor([[[0, 1], [2, 2]]])"),
    "volume": ("1, 3, 2, 1, 2", "t.tensor([[[[0, 1]], [[2, 2]]]])"),
    "misfit": ("2, 3, 2", "t.tensor([[0, 1, 2], [2, 2, 1]])"),
    "image_misfit": ("1, 3, 2, 2", "t.tensor([[[0, 1]]])"),
    "one_probability": ("3", "t.tensor([0.25, 0.5, 0.25])"),
    "image_of_probabilities": ("1, 3, 2, 2", "t.ones(1, 3, 2, 2) / 3"),
    "nothing": ("0, 3", "t.zeros(0, dtype=t.int64)"),
}


@pytest.mark.parametrize("reduction", REDUCTIONS[:3])
@pytest.mark.parametrize("loss", ["cross_entropy", "nll_loss"])
@pytest.mark.parametrize("more", ["", ", t.tensor([1.0, 2.0, 0.5])"])
@pytest.mark.parametrize("size", SHAPES)
def test_a_loss_of_any_shape_agrees(
    size: str, more: str, loss: str, reduction: str
) -> None:
    shape, target = SHAPES[size]
    scores = f"t.sin(t.arange(float(t.zeros(({shape}{',' * bool(shape)})).numel())))"
    given = f"a = {scores}.reshape(({shape}{',' * bool(shape)})).detach()"
    agree(
        f"{F}{given}.requires_grad_(); y = {target}", f"F.{loss}(a, y{more}{reduction})"
    )


@pytest.mark.parametrize("reduction", REDUCTIONS[:3])
def test_one_class_may_stand_in_a_row_of_one(reduction: str) -> None:
    given = f"{F}a = t.tensor([0.5, 2.0, -1.0]); y = t.tensor([1])"
    for loss in ("cross_entropy", "nll_loss", "multi_margin_loss"):
        agree(given, f"F.{loss}(a, y{reduction})")


def test_smoothed_labels_of_an_image_agree() -> None:
    given = "a = t.sin(t.arange(12.0)).reshape(1, 3, 2, 2).detach().requires_grad_()"
    target = "y = t.tensor([[[0, 1], [2, -100]]])"
    for more in MORE[5:7]:
        agree(f"{F}{given}; {target}", f"F.cross_entropy(a, y{more})")
