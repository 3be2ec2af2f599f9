"""The numpy core and real PyTorch give one recording, but for ``docs/parity.md``.

Nodes, edges, steps, order, names, source, what is saved and why something is not
tracked are equal; numbers are close; and so is all text made from them.
"""

from __future__ import annotations

import re

import pytest
import torch
from hypothesis import given

import autoviz
from autoviz.recording import Recording
from tests.core.test_random_programs import programs
from tests.oracle import ours
from tests.records.bodies import FIVE
from tests.watch.parity import body, differences, masked, recorded, recorded_twice

# the five programs


@pytest.mark.parametrize("name", FIVE)
def test_five_programs_are_recorded_the_same(name: str) -> None:
    program = body(name)
    expected, actual = recorded_twice(program)
    assert [] == differences(expected.trace, actual.trace, 1e-6)


@pytest.mark.parametrize("name", FIVE)
def test_five_programs_are_told_the_same(name: str) -> None:
    expected, actual = recorded_twice(body(name))
    assert str(expected) == str(actual)


@pytest.mark.parametrize("name", FIVE)
def test_pictures_of_the_five_programs_are_the_same(name: str) -> None:
    """But for the last digits, which are told in titles."""
    drawn = [each[-1].svg for each in recorded_twice(body(name))]
    expected, actual = (
        re.sub(r"(?s)<(title|desc)>.*?</\1>", "", each) for each in drawn
    )
    assert expected == actual


# every form of every operation

SETUP = """
M = t.tensor([[1., -2., 3.], [0.5, 4., -1.]], requires_grad=True)
N = t.tensor([[1., 2.], [3., -4.], [0.5, 6.]])
P = t.tensor([[0.3, -0.2], [0.1, 0.7], [0.5, -0.6]], requires_grad=True)
u = t.tensor([1., 2.], requires_grad=True)
w = t.tensor([0.5, -1., 2.])
s = t.tensor(2.0, requires_grad=True)
R = t.tensor([0, 1])
"""
GO_BACKWARD = """
z = (y * 1.0).sum()
z.requires_grad and z.backward()
with t.no_grad():
    q = {}
"""
FORMS = """
M + 1 | 2.5 + M | M + s | M + w | M + N.T
1 - M | 1 - N | M - 1 | M - M | w - M
2 * M | M * s | M * s + s | M * M
M / 2 | 6 / M | 1 / N | N / 2 | M / s | M / w
M**2 | N**3 | M**-1 | M**0.5 | s**s | w**s | 2**N | 2**M | t.tensor(2.)**s
-M | +M | abs(M) | M.abs() | M.clone() | M.reciprocal() | N.reciprocal()
M.exp().log().sqrt() | t.relu(M) + t.sigmoid(M) | t.tanh(N) | t.sign(M)
M @ N | N @ M | M @ P | M @ w | u @ M | w @ N | u @ u | u @ t.tensor([3., 4.])
t.matmul(M, N) | t.mm(M, mat2=N)
M.sum() | M.sum(0) | M.sum(-1, keepdim=True) | M.sum(dim=(0, 1)) | w.sum(0)
M.mean() | M.mean(dim=1) | M.mean((0, 1), True) | t.sum(M, dim=0) | s.sum()
M.T | M.t() | M.mT | N.T | N.t() | M.permute(1, 0) | M.transpose(0, -1)
M.view(3, 2) | M.view(-1) | M.reshape(6) | M.T.reshape(-1) | N.T.reshape(6)
M.T.reshape(3, 2, 1) | t.reshape(M, (3, 2)) | s.reshape(1, 1) | s.view(1)
M.squeeze() | M.unsqueeze(-1) | M.unsqueeze(0).squeeze(0) | s.squeeze()
M.unsqueeze(0).squeeze((0,)) | M.expand(4, 2, 3) | s.expand(3)
M.unsqueeze(1).expand(-1, 5, -1)
w[1] | N[0, 1] | N[:, 0] | N[1:, ::2] | M[0, 1] | M[-1] | M[:, -2:] | M[..., 0]
M[None] | M[0:1, None] | M[0].sum()
M > 0 | M == N.T | (M > 0) * M | M <= 1
t.where(M > 0, M, 0.5) | t.where(M > 0, t.tensor(1.0), M) | t.where(N > 0, N, 1.0)
t.zeros(2, 3) + M | t.ones(3) * M | t.arange(3) * M
w.mul_(2) | w.add_(1) * M | N.sub_(1).T | M.clone().mul_(M) | M.exp().add_(1)
M.detach() * M | M.detach().requires_grad_() * 2 | M.pow(2) | M.pow(exponent=3)
M.max(0).values | M.topk(2)[0] | M.topk(1, 0, largest=False).values | w.max(0).values
M.sort(1, descending=True)[0] | M.sort(stable=True)[0] | M.kthvalue(1, 0)[0]
N.sort(0).indices | N.topk(1)[1] | M.sort().indices | t.min(M, dim=1)[1] | M.argmax(0)
M.split(1)[0] | M.split(2)[0] | M.unbind(1)[2] | M.chunk(2)[-1] | sum(M.unbind())
N.split(2)[1] | N.split(3)[0] | N.unbind(1)[0] | N.chunk(2)[0] | M.split([1, 1])[1]
t.stack([N, N]).sum(0) | t.stack([M, N.T]) | t.cat([M]) | t.cat([N, N], 1) | sum(N)
N.sum(dtype=t.float64) | M.sum(0, dtype=t.float64) | M.double() | N.to(t.float64)
M.prod(0) | t.outer(w, w)
N.reshape(-1)[[0, -1]] | M[:, [0, 2]] | M[M > 0] | N[:, 0].reshape(-1) | M[:, 0].ravel()
t.where(N > 0, N, 0.5) | N.where(N > 0, 0.5) | M.where(M > 0, 0.5) | t.maximum(N, N)
t.broadcast_tensors(M, w)[1] | M.T.ravel() | M.repeat_interleave(2) | M.roll(1, 0)
M.clamp(max=M) | M.clamp(min=0) | M.masked_fill(M > 0, True) | M.index_fill(0, R, 2.)
M.norm() | M.norm(1) | M.norm(p=None) | M.norm(2, 0, True) | M.var(0) | M.std(False)
M.scatter(1, R[None], 2.) | M.round(decimals=1) | M.to(t.float64).float()
N.T.contiguous()
t.inverse(M @ N) | t.linalg.solve(M @ N, u) | t.linalg.solve(M @ N, M) | (M @ N).det()
t.linalg.solve(M @ N, N, left=False) | t.linalg.cholesky(M @ M.T, upper=True)
t.linalg.solve_triangular(M @ N, M, upper=False) | t.linalg.eigh(M @ M.T)[0]
t.linalg.pinv(M) | t.cross(M, M * M, dim=1) | t.kron(u, M) | t.tensordot(M, P, 1)
t.linalg.matrix_power(M @ N, 3) | t.linalg.multi_dot([M, N, M]) | t.addr(M @ N, u, u)
"""
EXPRESSIONS = [each.strip() for line in FORMS.split("\n") for each in line.split(" | ")]


@pytest.mark.parametrize("expression", [each for each in EXPRESSIONS if each])
def test_every_form_of_an_operation_is_recorded_the_same(expression: str) -> None:
    program = f"{SETUP}y = {expression}{GO_BACKWARD.format(expression)}"
    expected, actual = recorded_twice(program)
    assert 1 < len(expected.trace.steps)
    assert [] == differences(expected.trace, actual.trace, 1e-5)
    assert masked(str(expected)) == masked(str(actual))


# what happens around operations

STORIES = {
    "training": """
w = t.tensor([1., 2.], requires_grad=True)
for i in range(3):
    loss = ((w - 3)**2).sum()
    loss.backward()
    with t.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
""",
    "rounds": """
h = t.tensor([1., 2.], requires_grad=True)
for i in range(3):
    h = h * 2
h.sum().backward()
""",
    "retained": """
x = t.tensor(2., requires_grad=True)
y = x * x
y.retain_grad()
z = y * y
z.backward(retain_graph=True)
z.backward()
""",
    "frozen": """
x = t.tensor(2.)
w = t.tensor(3., requires_grad=True)
y = x * w
x.requires_grad_()
z = x * y
w.requires_grad = False
z.backward()
""",
    "seeded": """
x = t.tensor([1., 2.], requires_grad=True)
y = x * 3
y.backward(t.tensor([1., 10.]))
y2 = x * x
y2.backward(gradient=t.ones(2), retain_graph=True)
""",
    "leaf": """
x = t.tensor(2., requires_grad=True)
x.backward()
x.backward()
""",
    "functions": """
def dense(x, W, b):
    return (x @ W + b).tanh()
x = t.tensor([[1., 2.]])
W = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
b = t.tensor([0.1, 0.2], requires_grad=True)
out = dense(dense(x, W, b), W, b).sum()
out.backward()
""",
    "names": """
a = b = t.tensor(2., requires_grad=True)
c, d = a * 2, b * 3
pair = [c + d, c * d]
total = sum(pair)
total.backward()
""",
    "second pass": """
w = t.tensor(2., requires_grad=True)
loss = (3*w)**2
loss.backward()
loss.backward()
""",
    "overwritten": """
x = t.tensor([2.], requires_grad=True)
y = x.exp()
z = y * 3
y.add_(1)
z.sum().backward()
""",
    "not a scalar": """
x = t.tensor([2., 3.], requires_grad=True)
(x * 2).backward()
""",
    "no graph": """
x = t.tensor(2.)
(x * 2).backward()
""",
    "several results": """
x = t.tensor([[1., 5., 3.], [2., 1., 4.]], requires_grad=True)
most, where = x.max(0)
pair = x.sort(1)
a, b = x
first = x.split([1, 2], 1)[0]
loss = most.sum() + pair.values[0, 0] + (a * b).sum() + first.sum()
loss.backward()
with t.no_grad():
    most, where = x.max(0)
    pair = x.topk(2)
    a, b = x
    rows = x.unbind()
""",
    "a view from within no_grad": """
x = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
b = x * 1
with t.no_grad():
    v = x[0]
y = 1 / v
b[:, None] = v
b[:] = v
(b + y).sum().backward()
""",
    "a view that must not be used": """
x = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
b = x * 1
with t.no_grad():
    v = b[0]
b.mul_(2)
v.retain_grad()
y = x * 2
v.backward(t.ones(2))
""",
    "another look": """
x = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
b = x * 1
b.t_()
b.unsqueeze_(0)
with t.no_grad():
    b.squeeze_()
    c = x * 2
    c.unsqueeze_(1)
(b * b).sum().backward()
""",
    "what goes nowhere": """
x = t.tensor([1., 2.], requires_grad=True)
k = t.tensor([3., 4.])
with t.no_grad():
    v = x[:]
y = t.stack([v, x, k])
y.sum().backward()
""",
    "large": """
x = t.ones(20, 20, requires_grad=True)
y = (x * 2).sum()
y.backward()
""",
}


@pytest.mark.parametrize("name", STORIES)
def test_story_is_recorded_the_same(name: str) -> None:
    expected, actual = recorded_twice(STORIES[name])
    assert [] == differences(expected.trace, actual.trace, 1e-6)
    assert str(expected) == str(actual)


# writing into tensors, parts and views

LEAVES = """
x = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
w = t.tensor([1., 2.], requires_grad=True)
"""
WRITES = {
    "into a view": """
b = x*1
v = b[0]
v.mul_(2)
loss = b.sum()
loss.backward()
""",
    "into a part": """
b = x*2
b[0] = 5.
b[:, 1] = w
b[1, 0] = w[0]
loss = (b*b).sum()
loss.backward()
""",
    "into a plain tensor": """
buf = t.zeros(2, 2)
for i in range(2):
    buf[i] = w*i
loss = (buf*buf).sum()
loss.backward()
""",
    "whole": """
b = x*1
b[:] = 3.
b[:] = w
b[...] = x*2
b[:, :] = t.tensor(5.)
b[:, 1:] = w[:1]
b[1:] = t.tensor([7., 8.])
b.copy_(x*3)
b.fill_(w[0])
b.fill_(2)
b.zero_()
(b*b).sum().backward()
""",
    "seen by older views": """
b = x*2
v, u = b[0], b.T
b.mul_(3)
v.add_(1)
loss = (u*v).sum()
loss.backward()
""",
    "by the part, back into the part": """
b = x*1
b[0][1] = 3.
v = b.T
v[0] *= 2
v.sum().backward()
""",
    "starting at a view": """
b = w*1
v = b[0]
b.mul_(2)
v.backward()
""",
    "kept gradients": """
b = x*1
v = b[0]
v.retain_grad()
b.retain_grad()
v.mul_(2)
b[1] = 5.
(b.sum() + v.sum()).backward()
""",
    "untracked": """
b = t.zeros(2, 2)
c = b*2
b[:] = 3.
b[0] = t.tensor([1., 2.])
b[1:] = t.tensor([1., 2.])
b.fill_(2)
b.copy_(t.ones(2))
b[0, 1].add_(3)
b[:, None] = 1
b[..., 0] = True
c = b*2
""",
    "in no_grad": """
((w - 3)**2).sum().backward()
with t.no_grad():
    w[0] -= 0.1*w.grad[0]
    w[1] = 4.
    x[0].mul_(2)
y = (x*w).sum()
y.backward()
""",
    "of a tracked view, in no_grad": """
b = x*1
v = b[:, 1:]
with t.no_grad():
    v[0, -1] = 0.5
(b.sum() + v.sum()).backward()
""",
    "refused": """
b = x*1
with t.no_grad():
    v = b[0]
v.add_(1)
""",
    "refused later": """
b = x*1
with t.no_grad():
    v = b[0]
b.add_(1)
z = v*2
""",
    "a part of a leaf": "x[0] = 5.",
    "too late": """
b = x*1
z = (b*b).sum()
b[0] = 5.
z.backward()
""",
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_recorded_the_same(name: str) -> None:
    expected, actual = recorded_twice(LEAVES + WRITES[name])
    assert [] == differences(expected.trace, actual.trace, 1e-6)
    assert masked(str(expected)) == masked(str(actual))


# graphs that were there before

BEFORE = """
x = t.tensor([3., 4.], requires_grad=True)
k = t.tensor([1., 2.])
y = (x * 2 + k).tanh()
z = y * y
"""


@pytest.mark.parametrize("program", ["out = (z * x).sum()\nout.backward()", "x.grad"])
@pytest.mark.parametrize("used", ["", "z.sum().backward()\n"])
def test_graph_from_before_is_recorded_the_same(program: str, used: str) -> None:
    expected, actual = recorded_twice(program, BEFORE + used)
    assert [] == differences(expected.trace, actual.trace, 1e-6)


def test_several_results_from_before_are_recorded_the_same() -> None:
    before = """
x = t.tensor([[1., 5., 3.], [2., 1., 4.]], requires_grad=True)
most, where = x.max(0)
a, b = x.unbind()
"""
    program = "out = (most * a).sum()\nout.backward()\nc = (b * b).sum()\nwhere + 1"
    expected, actual = recorded_twice(program, before)
    assert [] == differences(expected.trace, actual.trace, 1e-6)


WRITTEN = {
    "an update": "with t.no_grad():\n    w -= 0.1 * w.grad",
    "a plain tensor": "k += 1.0\nk.mul_(2.0)",
    "a computed one": "h *= 3.0\nh.backward()",
    "recorded from then on": "k += w\nk.backward()",
    "refused": "w += 1.0",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_tensor_from_before_is_known_as_it_was_before_the_first_write(
    name: str,
) -> None:
    before = """
w = t.tensor(2.0, requires_grad=True)
(w * w).backward()
k, h = t.tensor(5.0), w * 2
"""
    expected, actual = recorded_twice(WRITTEN[name], before)
    assert 0 < len(expected.trace.steps)
    assert [] == differences(expected.trace, actual.trace, 1e-6)
    assert str(expected) == str(actual)


# random programs

HELPER = """
def backward(root, retain_graph):
    numbers = [(each % 5) / 4 - 0.3 for each in range(root.numel())]
    seed = t.tensor(numbers, dtype=root.dtype).reshape(tuple(root.shape))
    root.backward(seed, retain_graph)
"""


@given(programs())
@pytest.mark.filterwarnings("ignore:The .grad attribute")
@pytest.mark.filterwarnings("ignore:var")
def test_random_programs_are_recorded_the_same(program: str) -> None:
    expected, actual = recorded_twice(HELPER + program)
    tolerance = 1e-3 if "float32" in program else 1e-6
    assert [] == differences(expected.trace, actual.trace, tolerance)


# what cannot be recorded by both


@pytest.mark.parametrize("library", [torch, autoviz], ids=["torch", "numpy"])
def test_either_library_is_recorded_without_the_other_s_tensors(
    library: object,
) -> None:
    rec = recorded("x = t.tensor(2., requires_grad=True)\ny = x * 3", library)
    assert isinstance(rec, Recording)
    assert ["x", "y"] == [node.names[0] for node in rec.trace.graph.nodes]


def test_both_in_one_block_are_recorded_in_order() -> None:
    program = """
a = t.tensor(2., requires_grad=True)
x = other.tensor(3., requires_grad=True)
b = a * 5
y = x * 7
"""
    rec = recorded(program, torch, other=ours)
    assert ["a", "x", "b", "y"] == [n.names[0] for n in rec.trace.graph.nodes]
    assert [(10.0,), (21.0,)] == [step.value.numbers for step in rec.trace.steps]
