"""Gradients of gradients: the graph that ``create_graph`` builds is PyTorch's.

Where it is not, ``docs/core.md`` says so; the numbers are the same there too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from autoviz.core.passes import grad
from tests.oracle import graph_text, numbers, ours

ELEMENTWISE = """
x.exp() | x.expm1() | x.log() | x.log1p() | x.log2() | x.log10() | x.sqrt()
t.special.entr(x) | x.lgamma() | x.digamma() | t.polygamma(2, x)
x.exp2() | x.erfc() | (x / 4).logit() | (x / 4).logit(0.3) | t.logaddexp(x, y)
t.logaddexp2(x, y) | t.xlogy(x, y) | t.xlogy(x, 2) | t.xlogy(x, -2) | t.xlogy(2, x)
x.rsqrt() | x.erf() | x.sign() | x.abs() | x.tanh() | x.sigmoid() | x.relu()
x.sin() | x.cos() | x.tan() | x.atan() | x.sinh() | x.cosh() | x.clone()
x.sinc() | t.deg2rad(x) | t.rad2deg(x)
(x / 4).asin() | (x / 4).acos() | x.asinh() | (x + 1).acosh() | (x / 4).atanh()
t.atan2(x, y) | t.hypot(x, y)
t.copysign(x, y) | t.copysign(x, -2) | x.nan_to_num() | t.float_power(x, y)
t.float_power(x, 2) | t.float_power(2, x)
x.floor() | x.round() | x.frac() | x % 2 | x % y | t.fmod(x, y)
x + y | t.add(x, y, alpha=2) | x - y | t.sub(x, y, alpha=2) | 1 - x | t.rsub(x, y)
x * y | x * 2 | x / y | x / 2 | 2 / x | -x | x.reciprocal()
x**2 | x**3 | x**0.5 | x**1 | x**0 | x**y | 2**x
t.fmax(x, y) | t.fmin(x, y) | t.maximum(x, y) | t.minimum(x, y)
x.clamp(0.5, 1.5) | x.clamp(min=1)
x.clamp(y, y + 1) | x.clamp(min=y) | x.clamp_min(1) | x.clamp_max(y)
t.where(x > y, x, y) | x.masked_fill(x > 1, 2) | t.lerp(x, y, 0.25) | t.lerp(x, y, x)
t.addcmul(x, y, y) | t.addcdiv(x, y, y) | t.div(x, y, rounding_mode="floor")
"""
REDUCTIONS = """
x.sum() | x.sum(0) | x.sum((0, 1)) | x.sum(0, True) | x.mean() | x.mean(1)
x.mean((0, 1), True) | x.prod() | x.prod(0) | x.prod(1, True)
x.var() | x.var(0) | x.var(1, keepdim=True) | x.var((0, 1)) | x.std() | x.std(0)
t.var_mean(x)[0] | t.var_mean(x, 0)[1] | t.std_mean(x, 1, keepdim=True)[0]
t.std_mean(x)[1]
x.amax() | x.amax(0) | x.amin((0, 1), True) | x.max() | x.min() | x.median()
x.max(0)[0] | x.max(1, True)[0] | x.median(1).values | x.nansum() | x.nansum(0)
x.nanmean() | x.nanmean(1, True) | x.nanmedian() | x.nanmedian(0)[0]
x.aminmax()[0] | x.aminmax(dim=1)[1] | x.aminmax(dim=0, keepdim=True)[0] | x.mode(0)[0]
x.cumprod(0) | x.cumprod(1) | x.cummax(0)[0] | x.cummin(1)[0] | x.logcumsumexp(0)
x.logsumexp(0) | x.logsumexp((0, 1), True) | x.cumsum(0) | x.cumsum(1)
x.quantile(0.4) | x.quantile(0.4, 0) | x.quantile(y / 4, 1, True)
x.diff() | t.trapezoid(x)
t.trapezoid(x, y) | t.cumulative_trapezoid(x, y)
x.norm() | x.norm(1) | x.norm(3) | x.norm(1.5) | x.norm(0.5) | x.norm(2, 0)
x.norm(3, 1, True) | x.norm(float("inf")) | t.dist(x, y) | t.dist(x, y, 1)
t.dist(x, y, 3) | t.dist(x, y, 1.5) | t.dist(x, y, float("inf"))
"""
VALUES_ONLY = """
(x - 0.5).prod() | (x - 0.5).prod(0) | (x - 0.5).cumprod(1)
x.masked_fill(x > 1, y[0])
"""


def expressions(table: str) -> list[str]:
    """One after the other."""
    return [each.strip() for each in table.replace("\n", "|").split("|") if each]


def gradients(expression: str, t: Any) -> list[Any]:
    """The gradients of x and y, which can be differentiated again."""
    x = t.tensor([[0.5, 1.25, 2.0], [3.0, 0.25, 0.5]], requires_grad=True)
    y = t.tensor([0.75, 2.5, 1.5], requires_grad=True)
    made = eval(expression, {"t": t, "x": x, "y": y})
    seed = np.cos(np.arange(made.numel())).reshape(tuple(made.shape))
    seed = t.tensor(seed.astype(np.float32), requires_grad=True)
    derive = torch.autograd.grad if t is torch else grad
    return list(derive(made, [x, y], seed, create_graph=True, allow_unused=True))


def graphs(found: list[Any]) -> list[str | None]:
    return [None if each is None else graph_text(each) for each in found]


def assert_values_agree(expected: list[Any], actual: list[Any]) -> None:
    for wanted, got in zip(expected, actual, strict=True):
        if wanted is not None:
            np.testing.assert_allclose(numbers(got), numbers(wanted), rtol=1e-4)


@pytest.mark.parametrize("expression", expressions(ELEMENTWISE + REDUCTIONS))
def test_the_graph_of_a_gradient_is_pytorchs(expression: str) -> None:
    expected, actual = gradients(expression, torch), gradients(expression, ours)
    assert graphs(expected) == graphs(actual)
    assert_values_agree(expected, actual)


@pytest.mark.parametrize("expression", expressions(VALUES_ONLY))
def test_some_gradients_have_the_values_only(expression: str) -> None:
    expected, actual = gradients(expression, torch), gradients(expression, ours)
    assert graphs(expected) != graphs(actual)
    assert_values_agree(expected, actual)
