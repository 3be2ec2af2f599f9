"""Hooks, partial passes and Functions in a recording, as PyTorch's has them."""

from __future__ import annotations

import textwrap

import pytest

import autoviz as av
from tests.watch.parity import differences, recorded_twice

PROGRAMS = {
    "hooks change what arrives": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 3
        y.register_hook(lambda g: g * 10)
        y.grad_fn.register_hook(lambda sent, arrived: (sent[0] * 7, None))
        x.register_hook(lambda g: g + 1)
        y.sum().backward()
    """,
    "a hook takes the gradient out of .grad": """
        x = t.tensor([1.0, 2.0], requires_grad=True)

        def step(leaf):
            with t.no_grad():
                leaf.sub_(leaf.grad * 0.1)
            leaf.grad = None

        x.register_post_accumulate_grad_hook(step)
        (x * 2).sum().backward()
    """,
    "a hook raises": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x.exp()
        y.register_hook(lambda g: 1 / 0)
        try:
            y.sum().backward()
        except ZeroDivisionError:
            pass
    """,
    "only one input gets its gradient": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        w = t.tensor([1.0, 2.0], requires_grad=True)
        (x * w).exp().sum().backward(inputs=[x])
    """,
    "a pass that starts at an edge": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * x
        edge = t.autograd.graph.get_gradient_edge(y)
        z = (y * 2).sum()
        t.autograd.backward(edge, t.ones(2), retain_graph=True)
        z.backward()
    """,
    "saved tensors are packed": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        with t.autograd.graph.saved_tensors_hooks(lambda a: a, lambda a: a):
            y = x * x
        y.sum().backward()
    """,
    "inference_mode": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        with t.inference_mode():
            y = x * 2
        (x + y).sum().backward()
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_both_recordings_are_equal(program: str) -> None:
    expected, actual = recorded_twice(textwrap.dedent(program))
    assert [] == differences(expected.trace, actual.trace, 1e-6)


def test_a_function_is_one_operation_with_its_own_name_and_place() -> None:
    class Double(av.autograd.Function):
        @staticmethod
        def forward(ctx, x):  # type: ignore[no-untyped-def]
            return x * 2

        @staticmethod
        def backward(ctx, g):  # type: ignore[no-untyped-def]
            return g * 2

    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = Double.apply(x)
        y.backward()
    told = " ".join(str(rec).split())
    assert (
        "y = Double.apply(x) (DoubleBackward): double(3) = 6; recorded because x "
        "requires grad"
    ) in told
    assert "y (DoubleBackward): 1 arrived; 2 goes to x" in told
