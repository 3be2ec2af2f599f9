"""Results lie in memory as PyTorch's do: what can be a view depends on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from autoviz.core.layout import laid_out
from tests.oracle import agree_on_story, ours, run
from tests.oracle import strides as steps

OPERANDS = """
w = t.arange(24.0).reshape(4, 6) / 7 + 0.1
askew, rows = w.T[1:, 1:], t.ones(5, 3) * 2
turned, cube = t.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1), t.ones(4, 2, 3) * 2
matrix, row, column = t.arange(6.0).reshape(3, 2).T, t.ones(3), t.ones(5, 1)
stretched = w[:, :1].T.expand(3, 4)
gaps = turned.transpose(0, 1)[:, ::2]
"""
PAIRS = (
    ("askew", "rows"),
    ("rows", "askew"),
    ("turned", "cube"),
    ("cube", "turned"),
    ("askew", "row"),
    ("row", "askew"),
    ("askew", "column"),
    ("turned", "matrix"),
    ("matrix", "turned"),
    ("matrix", "cube"),
    ("matrix.contiguous()", "turned"),
    ("askew.double()", "rows"),
    ("gaps", "gaps.contiguous()"),
)
OPERANDS_OF_ONE = (
    "askew",
    "turned",
    "matrix",
    "turned[1:]",
    "stretched",
    "gaps",
    "rows",
)
OF_TWO = (
    *("x + y", "x - y", "x * y", "x / y", "x**y", "x % y", "x // y", "t.fmod(x, y)"),
    *("t.add(x, y, alpha=2)", "t.sub(x, y, alpha=2)", "t.rsub(x, y)"),
    *("t.maximum(x, y)", "t.minimum(x, y)", "x > y", "x == y", "t.logical_and(x, y)"),
    *("t.where(x > 1, x, y)", "t.where(y > 1, x, y)", "t.where(x > 1, 0, y)"),
    *("t.where(x > 1, y, 0)", "x.masked_fill(y > 1, 0)", "x.clamp(y, y)"),
    *("x.clamp(min=y)", "x.clamp(max=y)", "t.div(x, y, rounding_mode='trunc')"),
    *("t.addcmul(x, y, x)", "t.addcdiv(y, y, x)"),
)
OF_TWO_ALIKE = (
    *("t.lerp(x, y, 0.5)", "t.lerp(x, y, x)", "t.isclose(x, y)"),
    "t.nn.functional.mse_loss(x, y, reduction='none')",
    "t.nn.functional.binary_cross_entropy_with_logits(x, y, reduction='none')",
)
OF_ONE = """
x.clone() x.contiguous() x.exp() x.double() x**1 x**2 2**x x.round(decimals=1) x.erf()
x.double().erf() x.clamp(0,1) x.masked_fill(x>1,0) x.tril() x.triu(1) x.cumsum(-1)
x.softmax(0) x.log_softmax(-1) x.sum(0) x.mean(-1,True) x.amax(0) x.prod(0) x.norm(3,0)
x.std(0) x.logsumexp(0) x.any(0) x.max(0) x.median(0) x.argmax(0) x.sort(0) x.argsort()
x.topk(2,0) x.kthvalue(1,0) x.flip(0) x.roll(1,0) x.rot90() x.rot90(2) x.repeat(2,2,1)
t.cat([x,x]) t.stack([x,x],-1) x.repeat_interleave(2,0) x.tile(2) x[[0,1]] x[:,[0,1]]
x[True] x[x>1] x[t.tensor([[0],[1]])] x.index_select(0,t.tensor([0]))
x.gather(0,(x<0).long()) x.scatter(0,(x<0).long(),1.0)
x.index_fill(0,t.tensor([0]),1.0) x.take(t.tensor([0]))
x.index_put((t.tensor([0]),),t.tensor(1.0)) x.put(t.tensor([0]),t.tensor([1.0]))
x.index_add(0,t.tensor([0]),x[:1]) x.nonzero(as_tuple=True) t.zeros_like(x)
t.full_like(x,2) x@x.mT x.diagonal() x.diag_embed() t.nn.functional.logsigmoid(x)
t.nn.functional.layer_norm(x,x.shape[-1:]) t.nn.functional.gelu(x) x.reshape(-1)
t.einsum('...ij->...ji',x) t.take_along_dim(x,(x<0).long(),0) t.rand_like(x)
t.nn.functional.dropout(x) t.atleast_3d(x) x.unflatten(0,(1,-1)) x.abs()
"""


def strides(setup: str, expression: str, t: Any) -> list[list[int]]:
    """Those of the result, or of all results there are."""
    made = eval(expression, run(OPERANDS + setup, t))
    several = [made] if isinstance(made, t.Tensor) else made
    return [steps(each) for each in several]


@pytest.mark.parametrize("expression", OF_TWO)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_result_of_two_lies_as_in_pytorch(
    one: str, other: str, expression: str
) -> None:
    setup = f"x, y = {one}, {other}"
    expected = strides(setup, expression, torch)
    assert expected == strides(setup, expression, ours)


@pytest.mark.parametrize("expression", OF_TWO_ALIKE)
@pytest.mark.parametrize(("one", "other"), PAIRS[:4])
def test_a_result_of_two_alike_lies_as_in_pytorch(
    one: str, other: str, expression: str
) -> None:
    setup = f"x, y = {one}, {other}"
    expected = strides(setup, expression, torch)
    assert expected == strides(setup, expression, ours)


@pytest.mark.parametrize("expression", OF_ONE.split())
@pytest.mark.parametrize("x", OPERANDS_OF_ONE)
def test_a_result_of_one_lies_as_in_pytorch(x: str, expression: str) -> None:
    expected = strides(f"x = {x}", expression, torch)
    assert expected == strides(f"x = {x}", expression, ours)


def test_gradients_lie_as_their_leaves() -> None:
    agree_on_story("""
        w = t.arange(24.0).reshape(2, 3, 4)
        e = w[:1].expand(2, 3, 4)
        for leaf in (w, w.permute(2, 0, 1), w[:, ::2], w.mT[:, 1:], e):
            leaf = leaf.detach().requires_grad_()
            y = leaf.mT * 2
            y.retain_grad()
            (y * w.sum()).exp().sum().backward()
            say(leaf.stride(), leaf.grad.stride(), y.stride(), y.grad.stride())
            leaf.grad, y = None, leaf.mT * 2
            y.retain_grad()
            (y * leaf.mT).sum().backward(create_graph=True)
            say(leaf.grad.stride(), y.grad.stride())
            leaf.grad = None
    """)


def test_numbers_stay_where_they_were() -> None:
    rows, columns = np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(3, 2).T
    made = laid_out(columns + rows, columns, rows)
    assert made.tolist() == (columns + rows).tolist()
    assert made.strides == columns.strides
