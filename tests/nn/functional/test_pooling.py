"""Pooling, ``unfold`` and ``fold``: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.nn.images import IMAGES, SIGNALS, F, leaf
from tests.oracle import agree

POOLS = [
    "2",
    "(2, 3)",
    "3, 2",
    "3, 2, 1",
    "2, 1",
    "2, ()",
    "(3, 2), (1, 2), (1, 0)",
    "4, 3, ceil_mode=True",
    "3, 2, 1, ceil_mode=True",
    "(2,)",
    "()",
    "(2, 2, 2)",
    "2, (1, 1, 1)",
    "2, 2, (0, 0, 0)",
    "0",
    "-1",
    "2, 0",
    "2, -1",
    "2, padding=2",
    "2, padding=-1",
    "7",
]


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("function", ["max_pool2d", "avg_pool2d"])
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_pooling_of_images_agrees(images: str, function: str, pool: str) -> None:
    agree(F + images, f"F.{function}(x, {pool})")


# A signal that lies transposed PyTorch takes for an image with its channels last, and
# lays the result out likewise.
POOLED = {name: each for name, each in SIGNALS.items() if name != "transposed"} | {
    "sliced": leaf("y", 2, 4, 18) + "; x = y[:, :, ::2]"
}
SIGNAL_POOLS = [
    "2",
    "(3,), (2,), (1,)",
    "3, 2, 1, ceil_mode=True",
    "2, ()",
    "()",
    "(2, 2)",
    "2, (1, 1)",
    "2, 1, (1, 1)",
    "0",
    "2, 0",
    "-1, 1",
    "2, -1",
    "2, padding=2",
    "2, padding=-1",
    "20",
]


@pytest.mark.parametrize("pool", SIGNAL_POOLS)
@pytest.mark.parametrize(
    "function", ["max_pool1d", "max_pool1d_with_indices", "avg_pool1d"]
)
@pytest.mark.parametrize("signals", POOLED.values(), ids=POOLED)
def test_pooling_of_signals_agrees(signals: str, function: str, pool: str) -> None:
    expression = f"F.{function}(x, {pool})"
    if function == "max_pool1d" and "requires_grad" not in signals:
        expression += " * 1"  # with nothing to record PyTorch makes no view
    agree(F + signals, expression)


@pytest.mark.parametrize(
    "expression",
    [
        "F.max_pool2d(x, 2, 1, dilation=2)",
        "F.max_pool2d(x, 2, 2, 1, 3)",
        "F.max_pool2d(x, 3, 1, 2, 2)",
        "F.max_pool2d(x, 2, dilation=0)",
        "F.max_pool2d(x, 2, dilation=(1, 1, 1))",
        "F.max_pool2d(x > 0, 2)",
        "F.max_pool2d(2, 2)",
        "F.max_pool2d(x, 2, return_indices=True)[0]",
        "F.max_pool2d(x, 2, return_indices=True)[1]",
        "F.max_pool2d(x, 3, 1, 1, return_indices=True)[1]",
        "t.max_pool2d(x, 3, (), 1, 1, True)",
        "F.max_pool1d(x[0], 2, 1, 1, 2, True, True)[1]",
        "F.max_pool1d(x[0], 3, padding=2, dilation=2)",
        "F.max_pool1d(x[0], 2, dilation=0)",
        "F.max_pool1d(x[0], 2, 1, 0, (1, 1))",
        "F.max_pool1d(x[0], 2, return_indices=True)[0]",
        "t.max_pool1d(x[0], 2)",
        "t.max_pool1d_with_indices(x[0], 2, 1)[1]",
        "F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)",
        "F.avg_pool2d(x, 3, 2, 1, True, False)",
        "F.avg_pool2d(x, 2, divisor_override=3)",
        "F.avg_pool2d(x, 2, divisor_override=0)",
        "F.avg_pool2d(x > 0, 2)",
        "F.avg_pool2d(2, 2)",
        "F.avg_pool1d(x[0], 3, 2, 1, True, False)",
        "t.avg_pool1d(x[0], 2)",
    ],
)
def test_pooling_with_more_words_agrees(expression: str) -> None:
    agree(F + IMAGES["batch"], expression)


@pytest.mark.parametrize("pool", ["max_pool2d(x, 2", "max_pool2d(x, 3, 1, 1"])
@pytest.mark.parametrize(
    "numbers",
    [
        "t.ones(1, 1, 4, 4)",
        "t.tensor([[[[1.0, float('nan')], [float('nan'), 2.0]]]])",
        "t.tensor([[[[-float('inf')] * 2] * 4]])",
        "t.tensor([[[[0.0, -0.0], [-0.0, 0.0]]]])",
    ],
)
def test_the_largest_of_equal_or_odd_numbers_agrees(numbers: str, pool: str) -> None:
    given = f"{F}x = {numbers}.requires_grad_()"
    agree(given, f"F.{pool})")
    agree(given, f"F.{pool}, return_indices=True)[1]")
    agree(given, "F.adaptive_max_pool2d(x, (2, 1))")
    agree(given, "F.adaptive_max_pool2d(x, (1, 2), return_indices=True)[1]")


@pytest.mark.parametrize(
    "size", ["2", "1", "(1, 1)", "(3, 7)", "(None, 2)", "0", "-1", "(2,)", "(2, 2, 2)"]
)
@pytest.mark.parametrize("function", ["adaptive_avg_pool2d", "adaptive_max_pool2d"])
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_pooling_to_a_size_agrees(images: str, function: str, size: str) -> None:
    agree(F + images, f"F.{function}(x, {size})")


@pytest.mark.parametrize("size", ["2", "1", "(4,)", "20", "0", "-1", "(2, 2)"])
@pytest.mark.parametrize("function", ["adaptive_avg_pool1d", "adaptive_max_pool1d"])
@pytest.mark.parametrize("signals", POOLED.values(), ids=POOLED)
def test_pooling_signals_to_a_size_agrees(
    signals: str, function: str, size: str
) -> None:
    agree(F + signals, f"F.{function}(x, {size})")


@pytest.mark.parametrize(
    "expression",
    [
        "F.adaptive_max_pool1d(x[0], 3, True)[1]",
        "t.adaptive_max_pool1d(x[0], 3)",
        "t.adaptive_avg_pool1d(x[0], 3)",
        "F.adaptive_max_pool2d(x, 4, return_indices=True)",
        "F.adaptive_max_pool2d(x[:, :0], 2)",
        "F.adaptive_avg_pool2d(x[:, :0], 2)",
        "F.adaptive_avg_pool2d(x[:, :, :0], 2)",
        "F.adaptive_avg_pool1d(2, 2)",
    ],
)
def test_pooling_to_a_size_with_more_words_agrees(expression: str) -> None:
    agree(F + IMAGES["batch"], expression)


@pytest.mark.parametrize(
    "how",
    [
        "3",
        "(3, 2), 1, 0, 2",
        "(2, 3), (2, 1), (0, 1), (1, 2)",
        "2, padding=1, stride=2",
        "7",
        "(3,)",
        "(3, 3, 3)",
        "3, dilation=(1, 1, 1)",
        "3, padding=(1,)",
        "3, stride=(1, 1, 1)",
        "0",
        "3, stride=0",
        "3, dilation=0",
        "3, padding=-1",
    ],
)
@pytest.mark.parametrize("images", IMAGES.values(), ids=IMAGES)
def test_unfold_agrees(images: str, how: str) -> None:
    agree(F + images, f"F.unfold(x, {how})")


@pytest.mark.parametrize("shape", ["()", "(3,)", "(3, 3)", "(3, 0)"])
@pytest.mark.parametrize("wanted", ["True", "False"])
def test_unfold_of_too_few_dimensions_complains_alike(wanted: str, shape: str) -> None:
    agree(F + f"x = t.ones({shape}, requires_grad={wanted})", "F.unfold(x, 0)")
    agree(F + f"x = t.ones({shape}, requires_grad={wanted})", "F.unfold(x, 2)")


COLUMNS = {
    "batch": leaf("x", 2, 18, 16),
    "one": leaf("x", 18, 16),
    "transposed": leaf("y", 2, 16, 18) + "; x = y.mT",
    "none": "x = t.ones(0, 18, 16)",
    "ints": "x = t.ones(2, 18, 16, dtype=t.int64)",
    "bools": "x = t.ones(2, 18, 16) > 0",
    "flat": "x = t.ones(3)",
    "deep": "x = t.ones(1, 2, 18, 16)",
    "short": "x = t.ones(1, 17, 16)",
    "no_channels": "x = t.ones(1, 0, 16)",
}


@pytest.mark.parametrize(
    "how",
    [
        "(6, 6), 3",
        "6, 3",
        "(8, 8), 3, 1, 0, 2",
        "(5, 9), (3, 3), (1, 2), (1, 1), (2, 1)",
        "(5, 10), (2, 3)",
        "(6, 6), (3, 3, 3)",
        "(6,), 3",
        "(2, 2), 3",
        "(0, 6), 3",
        "(6, 6), 0",
        "(6, 6), 3, stride=0",
        "(6, 6), 3, dilation=0",
        "(6, 6), 3, padding=-1",
    ],
)
@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_fold_agrees(columns: str, how: str) -> None:
    agree(F + columns, f"F.fold(x, {how})")


@pytest.mark.parametrize("expression", ["F.unfold(2, 3)", "F.fold(2, 3, 3)"])
def test_what_is_no_tensor_is_refused_as_in_pytorch(expression: str) -> None:
    agree(F, expression)
