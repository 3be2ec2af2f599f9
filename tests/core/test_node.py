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
