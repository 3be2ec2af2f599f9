"""``grad_fn``: names, edges and saved tensors are PyTorch's."""

from __future__ import annotations

import re

import pytest

from tests.oracle import agree_on_story, ours, run

STORIES = {
    "a node used twice has two edges to one leaf": """
        x = t.tensor(1.0, requires_grad=True)
        one, two = (x * x).grad_fn.next_functions
        say(one[0] is two[0], one[1], one[0].variable is x, one[0].next_functions)
        say(one[0].name(), (x * x).grad_fn.name(), (x * x).grad_fn.metadata)
    """,
    "a leaf has one AccumulateGrad while someone holds it": """
        x = t.tensor(1.0, requires_grad=True)
        y, z = x * 2, x + 1
        say(y.grad_fn.next_functions[0][0] is z.grad_fn.next_functions[0][0])
    """,
    "a number is saved as a tensor": """
        x = t.tensor(1.0, requires_grad=True)
        for y in (x * 2, x * 2.5, x * True, x / 3):
            say(y.grad_fn.next_functions[1], y.grad_fn._saved_other)
            say(y.grad_fn._saved_self)
    """,
    "an exponent is saved as a number": """
        x = t.tensor(1.0, requires_grad=True)
        say((x**3).grad_fn._saved_exponent, (x**2.5).grad_fn._saved_exponent)
        say((3**x).grad_fn._saved_self, (x**3).grad_fn._saved_self is x)
    """,
    "a saved result": """
        x = t.tensor(0.0, requires_grad=True)
        y = x.exp()
        say(y.grad_fn._saved_result, y.grad_fn._saved_result.grad_fn is y.grad_fn)
    """,
    "only what is needed is saved": """
        x, w = t.ones(2, requires_grad=True), t.ones(2)
        say((x * w).grad_fn._saved_self, (x * w).grad_fn._saved_other is w)
        say((x / w).grad_fn._saved_self, (w / x).grad_fn._saved_other is x)
    """,
    "arguments are saved": """
        x = t.ones(2, 2, requires_grad=True)
        say(x.sum(1).grad_fn._saved_dim, x.sum(1).grad_fn._saved_keepdim)
        say(x[1].grad_fn._saved_dim, x[1].grad_fn._saved_index)
        say(x.transpose(0, 1).grad_fn._saved_dim0, x.permute(1, 0).grad_fn._saved_dims)
    """,
    "a node has no other attributes": """
        (t.ones(2, requires_grad=True) * 2).grad_fn._saved_nonsense
    """,
    "nor any by another name": """
        (t.ones(2, requires_grad=True) * 2).grad_fn.nonsense
    """,
    "saved tensors notice a change when they are looked at": """
        x = t.ones(2, requires_grad=True)
        y = x.exp()
        y.add_(1)
        z = y * y
        y.mul_(2)
        z.grad_fn._saved_self
    """,
    "a node knows of the results that can have a gradient": """
        x = t.ones(2, 3, requires_grad=True)
        for made in (x.max(0), x.sort(), x.unbind(), x.split(2), x.topk(1)):
            node = made[0].grad_fn
            say([tuple(each.shape) for each in node._input_metadata])
            handle = node.register_hook(lambda sent, arrived: say(len(arrived)))
            made[0].sum().backward()
    """,
    "a leaf's node knows the shape that it had": """
        x = t.ones(2, 3, requires_grad=True)
        y = (x * 2).sum()
        with t.no_grad():
            x.t_()
        leaf = y.grad_fn.next_functions[0][0].next_functions[0][0]
        say(tuple(leaf._input_metadata[0].shape))
        y.backward()
    """,
    "a gradient that has another shape by now than its leaf": """
        x = t.ones(2, 1, requires_grad=True)
        y, z = (x * 2).sum(), (x * 3).sum()
        with t.no_grad():
            x.squeeze_(1)
        y.backward()
        say(x.grad)
        x.grad = None
        (x * 1).sum().backward()
    """,
    "what is copied onto itself stays as it is": """
        x = t.ones(1).expand(3)
        say(x.copy_(x), x._version)
        x.copy_(x[:])
        x.copy_(t.ones(3))
    """,
    "a view that must not be used may still be given another shape": """
        b = t.ones(1, 2, requires_grad=True) * 1
        with t.no_grad():
            v = b[:]
            b.mul_(2)
            v.squeeze_()
            say(v.shape, v._version)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_node_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_a_node_prints_as_pytorchs() -> None:
    space = run("x = t.tensor(3.0, requires_grad=True); y = x**2", ours)
    node = space["y"].grad_fn
    leaf = node.next_functions[0][0]
    assert re.fullmatch(r"<PowBackward0 object at 0x[0-9a-f]+>", repr(node))
    assert re.fullmatch(r"<AccumulateGrad object at 0x[0-9a-f]+>", repr(leaf))


def test_nodes_are_numbered_in_order_of_birth() -> None:
    space = run("x = t.ones(2, requires_grad=True); y = x * 2; z = y + 1", ours)
    assert space["y"].grad_fn._sequence_nr() < space["z"].grad_fn._sequence_nr()
