"""Without what is not a number: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ONE = ("0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True")
SEVERAL = (*ONE, "", "(0, 1)", "()", "dtype=t.float64", "[0], dtype=t.float64")
NANS = {
    "some": "[[1.0, float('nan'), 4.0], [float('nan'), 2.0, float('nan')]]",
    "all": "[[float('nan'), float('nan')]]",
    "equals": "[2.0, 2.0, float('nan'), 1.0]",
    "infinite": "[float('inf'), float('nan'), 1.0]",
}
LEFT_OUT = ("expanded", "stretched", "special")
READ = {k: v for k, v in EVERYTHING.items() if k not in LEFT_OUT}
"""PyTorch's median reads beside what was expanded; 0.0 and -0.0 come in any order."""


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SEVERAL)
@pytest.mark.parametrize("function", ["nansum", "nanmean"])
def test_a_sum_without_nan_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("given", READ.values(), ids=READ)
@pytest.mark.parametrize("arguments", ["", *ONE])
def test_a_median_without_nan_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.nanmedian({arguments})")
    if arguments:
        agree(given, f"x.nanmedian({arguments})[0] * 1")


@pytest.mark.parametrize("values", NANS.values(), ids=NANS)
@pytest.mark.parametrize("arguments", ["", "0", "-1", "-1, True"])
@pytest.mark.parametrize("function", ["nansum", "nanmean", "nanmedian"])
def test_what_is_not_a_number_is_passed_over(
    function: str, arguments: str, values: str
) -> None:
    given = f"x = t.tensor({values}, requires_grad=True)"
    agree(given, f"t.{function}(x, {arguments})")
    if function == "nanmedian" and arguments:
        agree(given, f"t.nanmedian(x, {arguments}).values * 1")
