"""Any operation on any tensor: shapes, layouts, types and arguments are drawn.

Each drawn program is one operation on tensors that are 0-d, empty, stretched, turned
over or full of gaps, of four types, with arguments that fit or do not. Value, type,
layout, graph, gradients, order and errors are PyTorch's.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle import Outcome, assert_same, ours, outcome

OF_ONE = """
x.exp() x.log() x.sqrt() x.tanh() x.sigmoid() x.relu() x.abs() x.sign() x.floor()
x.round() x.sin() x.square() x.rsqrt() x.reciprocal() x.log1p() x.expm1() x.erf() -x
x**3 2**x x*2 x/2 1/x 1-x x%2 x//2 x.clamp(-1,2) x.clamp(min=0) x.masked_fill(x>1,0)
t.where(x>0,x,1) x.sum() x.mean() x.prod() x.var() x.std() x.amax() x.max() x.median()
x.norm() x.argmax() x.all() x.any() x.sum({d}) x.mean({d},True) x.prod({d}) x.var({d})
x.amax({d}) x.max({d})[0] x.min({d},True)[1] x.contiguous().median({d})[0]
x.logsumexp({d}) x.cumsum({d}) x.argmin({d}) x.all({d}) x.norm(3,{d})
x.norm(1,{d},True) x.softmax({d}) x.log_softmax({d}) x.sort({d})[0] x.argsort({d})
x.topk({n},{d})[0] x.flip({d}) x.roll({n},{d}) x.squeeze() x.squeeze({d})
x.unsqueeze({d}) x.flatten() x.T x.t() x.mT x.transpose({d},{e}) x.movedim({d},{e})
x.reshape(-1) x.view(-1) x.contiguous() x.clone() x.select({d},{n})
x.narrow({d},{n},1) x.unbind({d})[0] x.split(2,{d})[-1] x.chunk(2,{d})[0] x.diagonal()
x.trace() x.tril() x.triu({n}) x.double() x.float() x.long() x.bool() x[0] x[...,1:]
x[:,None] x[x>0] x[[0,-1]] x[-1,...,0] x[{n}] x.index_select({d},t.tensor([0,1]))
x.gather({d},(x<99).long()-1) x.repeat(2,1,2) x.expand(2,*x.shape)
x.repeat_interleave(2,{d}) x.tile(2) x.take(t.tensor([0]))
x.scatter({d},(x<99).long()-1,5) x.index_add({d},t.tensor([0]),x)
x.unflatten({d},(1,-1)) t.cat([x,x],{d}) t.stack([x,x],{d}) t.nn.functional.gelu(x)
t.nn.functional.silu(x) t.nn.functional.softplus(x) t.nn.functional.leaky_relu(x,0.25)
t.zeros_like(x)
x.asin() x.acos() x.atan() x.sinh() x.cosh() x.asinh() x.acosh() x.atanh() x.tan()
x.exp2() x.log2() x.log10() x.frac() x.trunc() x.logit() x.logit(0.25) x.sinc()
t.xlogy(x,2) t.xlogy(2,x) x.fmod(2) x.deg2rad() x.rad2deg() x.erfc() x.nan_to_num()
x.copysign(-1) x.float_power(2) x.signbit() x.nansum() x.nansum({d}) x.nanmean()
x.nanmean({d},True) x.cumprod({d}) x.cummax({d})[0] x.cummin({d})[0] x.logcumsumexp({d})
x.count_nonzero() x.count_nonzero({d}) t.var_mean(x,{d})[0] t.std_mean(x,{d})[1]
t.var_mean(x)[1] x.aminmax() x.aminmax(dim={d})[0] x.unique()
x.unique(return_counts=True)[1] x.quantile(0.5) x.quantile(0.25,{d}) x.diff(1,{d})
x.msort() x.unfold({d},{n},1) x.unfold({d},2,{e}) t.combinations(x,{n})
x.select_scatter(x.select({d},0),{d},{n}) x.slice_scatter(x[:1],0,{n}) x.rot90()
x.diagonal_scatter(x.diagonal({n}),{n}) (x*1).fill_diagonal_({n}) x.diag({n})
x.rot90({n},({d},{e})) t.diag_embed(x) t.diag_embed(x,{n},{d},{e}) x.diagflat({n})
t.poisson(x*0) x.swapaxes({d},{e}) x.tensor_split(2,{d})[1] t.atleast_2d(x)
x.index_copy({d},t.tensor([0]),x) t.linalg.norm(x) t.linalg.norm(x,dim={d})
t.linalg.vector_norm(x,3,{d}) t.linalg.matrix_norm(x) t.linalg.cholesky(x)
t.nn.functional.elu(x) t.nn.functional.selu(x) t.nn.functional.celu(x)
t.nn.functional.mish(x) t.nn.functional.hardtanh(x) t.nn.functional.hardswish(x)
t.nn.functional.relu6(x) t.nn.functional.softsign(x) t.nn.functional.softmin(x,{d})
t.nn.functional.hardshrink(x) t.nn.functional.softshrink(x)
t.nn.functional.tanhshrink(x) t.nn.functional.threshold(x,0.5,2)
t.nn.functional.glu(x,{d}) t.nn.functional.gelu(x,approximate='tanh')
t.nn.functional.instance_norm(x) t.nn.functional.rms_norm(x,x.shape[-1:])
t.nn.functional.layer_norm(x,x.shape[-1:]) t.nn.functional.normalize(x,dim={d})
t.nn.functional.normalize(x,1,{d}) t.nn.functional.pad(x,(1,2))
t.nn.functional.pad(x,(1,1),mode='reflect')
t.nn.functional.pad(x,(1,1),mode='replicate') t.nn.functional.adaptive_avg_pool2d(x,2)
t.nn.functional.interpolate(x,scale_factor=2)
t.nn.functional.interpolate(x[None],size=(2,3),mode='bilinear')
t.nn.functional.interpolate(x,size=3,mode='linear',align_corners=True)
t.nn.functional.one_hot(x.long().abs()) t.nn.functional.alpha_dropout(x,0.5,False)
t.nn.functional.logsigmoid(x) t.nn.functional.softplus(x,2)
"""
OF_TWO = """
x+y x-y x*y x/y x**2-y t.add(x,y,alpha=2) t.maximum(x,y) t.minimum(x,y) x>y x==y
t.where(x>y,x,y) t.lerp(x,y,0.25) x.masked_fill(y>0,2) t.addcmul(x,y,x) x.clamp(max=y)
x@y x.mm(y) x.mv(y) x.dot(y) x.outer(y) x.bmm(y) t.addmm(x,x,y) t.einsum('ij,jk',x,y)
t.cat([x,y]) t.stack([x,y]) x.expand_as(y) x.view_as(y) x.masked_select(y>0)
t.nn.functional.mse_loss(x,y) t.nn.functional.l1_loss(x,y) x.add_(y) (x*1).add_(y)
(x*1).mul_(y) (x*1).copy_(y) t.rsub(x,y) t.nn.functional.linear(x,y)
t.atan2(x*1,y*1) t.hypot(x,y) t.xlogy(x,y) t.copysign(x,y) x.fmax(y) x.fmin(y)
t.dist(x*1,y*1) x.select_scatter(y,{d},{n}) x.slice_scatter(y,{d},{n})
x.diagonal_scatter(y) t.cartesian_prod(x,y) t.hstack([x,y]) t.dstack([x,y])
t.column_stack([x,y]) t.vdot(x,y) t.chain_matmul(x,y) t.addmv(x,x,y) t.addr(x,x,y)
t.nn.functional.cosine_similarity(x,y,{d}) t.nn.functional.smooth_l1_loss(x,y)
t.nn.functional.smooth_l1_loss(x,y,beta=0) t.nn.functional.hinge_embedding_loss(x,y)
t.nn.functional.gaussian_nll_loss(x,y,x.abs()+1)
t.nn.functional.binary_cross_entropy(x.sigmoid(),y.sigmoid())
"""
LAYOUTS = (
    "{}",
    "{}.mT.contiguous().mT",
    "t.stack([{0}, {0}], -1)[..., 0]",
    "t.cat([{0}, {0}])[len({0}) :]",
    "{}[..., :1].expand({}.shape)",
)
DTYPES = ("float32", "float32", "float64", "int64", "bool")


@st.composite
def tensors(draw: st.DrawFn, name: str) -> str:
    """Lines that make a leaf, and the tensor ``name``, perhaps a view of it."""
    shape = draw(st.lists(st.sampled_from((2, 3, 3, 1, 4, 0)), max_size=3))
    dtype = draw(st.sampled_from(DTYPES))
    count = math.prod(shape)
    values = np.arange(count) * (count // 2 + 1) % (count + 1) - count // 2 + 0.25
    made = f"t.tensor({values.astype(dtype).tolist()}, dtype=t.{dtype})"
    wanted = dtype.startswith("float") and draw(st.integers(0, 3)) > 0
    leaf = f"{made}.reshape({shape}).clone().requires_grad_({wanted})"
    layout = draw(st.sampled_from(LAYOUTS)) if len(shape) > 1 else "{}"
    view = layout.replace("{}", f"{name}0").replace("{0}", f"{name}0")
    return f"{name}0 = {leaf}\n{name} = {view}"


@st.composite
def operations(draw: st.DrawFn) -> tuple[str, str]:
    """Lines that set ``x`` and ``y``, and an expression in them."""
    one = draw(st.booleans())
    setup = [draw(tensors("x")), *([] if one else [draw(tensors("y"))])]
    expression = draw(st.sampled_from((OF_ONE if one else OF_TWO).split()))
    numbers = {name: draw(st.integers(-3, 3)) for name in "dn"}
    return "\n".join(setup), expression.format(**numbers, e=draw(st.integers(-2, 2)))


def exact(told: Outcome) -> Outcome:
    """Without what may differ in a last digit, or goes by lengths of 1."""
    told.words.pop("saved", None)
    for words in told.words.values():
        if isinstance(words, dict):
            words.pop("repr", None)
            if ", 1" in words["shape"] or "[1" in words["shape"]:
                words.pop("stride", None)
    return told


@settings(max_examples=10 * settings.default.max_examples)
@given(operations())
def test_a_drawn_operation_agrees(drawn: tuple[str, str]) -> None:
    setup, expression = drawn
    expected = exact(outcome(setup, expression, torch))
    assert_same(expected, exact(outcome(setup, expression, ours)))
