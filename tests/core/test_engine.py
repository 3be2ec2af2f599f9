"""``backward()``: what runs, in which order, what is deposited and what is freed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.oracle import agree_on_story, backward_order, ours, run

ORDERS = {
    "neuron": """
w, x, b = [t.tensor(float(n), requires_grad=True) for n in (2, 3, 1)]
loss = (w*x + b)**2
""",
    "tutorial": """
x = t.tensor(3.0, requires_grad=True)
y = x**2 + 2*x + 1
loss = y**2
""",
    "fan_out": """
x = t.tensor(3.0, requires_grad=True)
loss = x*x + x
""",
    "newest_first_not_depth_first": """
x = t.tensor(3.0, requires_grad=True)
a = x.exp()
b = a * 2
c = x.tanh()
d = a.sigmoid()
loss = (b * c + d) * a
""",
    "diamond_of_diamonds": """
x = t.tensor(0.5, requires_grad=True)
loss = x
for _ in range(6):
    loss = loss * 0.5 + loss.tanh()
""",
    "two_trunks": """
u, v = t.ones(2, requires_grad=True), t.ones(3, requires_grad=True)
p, q = u.exp(), v.exp()
loss = (p * 2).sum() + (q.sum() * p).sum()
""",
    "a_leaf_alone": """
loss = t.tensor(3.0, requires_grad=True)
""",
    "many_leaves_at_once": """
leaves = [t.ones(n + 1, requires_grad=True) for n in range(5)]
loss = leaves[0].sum()
for leaf in leaves[1:]:
    loss = loss + leaf.sum()
""",
}


@pytest.mark.parametrize("program", ORDERS.values(), ids=ORDERS)
def test_nodes_run_in_pytorchs_order(program: str) -> None:
    orders = []
    for t in (torch, ours):
        space = run(program, t)
        leaves = {n: v for n, v in space.items() if n in ("w", "x", "b", "u", "v")}
        orders.append(backward_order(space["loss"], **leaves))
    expected, actual = orders
    assert expected == actual


def test_the_order_of_the_neuron_is_the_one_in_the_books() -> None:
    space = run(ORDERS["neuron"], ours)
    leaves = {name: space[name] for name in "wxb"}
    assert backward_order(space["loss"], **leaves) == [
        "PowBackward0",
        "AddBackward0",
        "AccumulateGrad b",
        "MulBackward0",
        "AccumulateGrad w",
        "AccumulateGrad x",
    ]


STORIES = {
    "deposits add up in the same tensor": """
        x = t.tensor(3.0, requires_grad=True)
        (x**2).backward()
        kept = x.grad
        say(kept)
        for _ in range(2):
            (x**2).backward()
            say(x.grad, x.grad is kept)
    """,
    "a deposit is no alias of the seed": """
        x, seed = t.ones(2, requires_grad=True), t.ones(2)
        x.backward(seed)
        say(x.grad is seed)
        seed.mul_(7)
        say(x.grad)
        (x + 1).backward(seed)
        seed.mul_(0)
        say(x.grad)
    """,
    "deposits are no aliases of each other": """
        x, y = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        (x + y).backward()
        x.grad.add_(1)
        say(x.grad, y.grad, x.grad is y.grad)
    """,
    "a deposit is added to what was put there": """
        x = t.ones(2, requires_grad=True)
        x.grad = mine = t.ones(2)
        (x * 2).sum().backward()
        say(x.grad, mine, x.grad is mine)
    """,
    "a leaf keeps its dtype": """
        x = t.ones(2, requires_grad=True)
        w = t.ones(2, dtype=t.float64, requires_grad=True)
        (x * w * 3).sum().backward()
        say(x.grad, w.grad)
    """,
    "a seed is taken in the dtype of the root": """
        x = t.ones(2, requires_grad=True)
        (x * 2).backward(t.tensor([1.0, 3.0], dtype=t.float64))
        say(x.grad)
        (x * 2).backward(t.tensor([1, 3]))
        say(x.grad)
    """,
    "a single element needs no seed": """
        x = t.ones(1, 1, requires_grad=True)
        (x * 2).backward()
        say(x.grad)
    """,
    "broadcasting is undone": """
        x, b = t.ones(5, 3, requires_grad=True), t.zeros(3, requires_grad=True)
        c = t.ones(5, 1, requires_grad=True)
        (x * c + b).sum().backward()
        say(b.grad, c.grad, x.grad.shape)
    """,
    "only nodes that saved something refuse": """
        x = t.ones(2, requires_grad=True)
        for y in (x + 1, x - 2, 1 - x, -x, x.clone(), x.expand(2, 2), x[0], x.sign()):
            z = y.sum()
            z.backward()
            z.backward()
        say(x.grad)
    """,
    "scaling refuses": """
        x = t.ones(2, requires_grad=True)
        y = x * 2
        y.sum().backward()
        y.sum().backward()
    """,
    "the refusal comes after what could still run": """
        x, b = t.tensor(2.0, requires_grad=True), t.tensor(1.0, requires_grad=True)
        y = x * x + b
        y.backward()
        try:
            y.backward()
        except RuntimeError:
            say(x.grad, b.grad)
    """,
    "a shared trunk is freed for both": """
        x = t.tensor(2.0, requires_grad=True)
        trunk = x * x
        one, two = trunk + 1, trunk + 2
        one.backward()
        say(x.grad)
        two.backward()
    """,
    "retain_graph keeps it": """
        x = t.tensor(2.0, requires_grad=True)
        y = x.exp() * x
        y.backward(retain_graph=True)
        y.backward(None, True)
        y.backward(gradient=t.tensor(2.0))
        say(x.grad)
        y.backward()
    """,
    "retain_grad keeps what arrives": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * x
        y.retain_grad()
        y.retain_grad()
        z = y * y
        z.retain_grad()
        z.backward(retain_graph=True)
        say(z.grad, y.grad, x.grad)
        kept = y.grad
        z.backward()
        say(z.grad, y.grad, x.grad, kept, kept is y.grad)
    """,
    "retain_grad comes too late": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * x
        y.backward()
        y.retain_grad()
        say(y.grad, y.retains_grad, x.retains_grad)
    """,
    "retain_grad goes along when written in place": """
        x = t.ones(2, requires_grad=True)
        y = x * 1
        y.retain_grad()
        y.mul_(2)
        say(y.retains_grad)
        (y * 3).sum().backward()
        say(y.grad, x.grad)
    """,
    "backward works under no_grad": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * x
        with t.no_grad():
            y.backward()
        say(x.grad, x.grad.requires_grad)
    """,
    "a leaf that no longer asks gets nothing": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * 3
        x.requires_grad_(False)
        y.backward()
        say(x.grad)
    """,
    "what nobody asked for stays None": """
        x, w = t.tensor(2.0, requires_grad=True), t.tensor(3.0)
        y, unused = x * w, t.tensor(1.0, requires_grad=True)
        y.backward()
        say(x.grad, w.grad, unused.grad, y.grad_fn.next_functions[1])
    """,
    "an infinite gradient stays out of the branch not taken": """
        x = t.tensor([1.0, -1.0], requires_grad=True)
        x.relu().backward(t.tensor([1.0, float("inf")]))
        say(x.grad)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_backward_pass_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_no_deposit_shares_memory_where_pytorch_lets_it() -> None:
    """In PyTorch 2.13 ``a.grad`` and ``b.grad`` are one memory here: not copied."""
    a, b = ours.tensor(1.0, requires_grad=True), ours.tensor(2.0, requires_grad=True)
    (a.sum() + b.sum()).backward()
    assert not np.shares_memory(a.grad.numpy(), b.grad.numpy())
