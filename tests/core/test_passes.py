"""``grad()`` and ``backward()``: what can be asked for, and what is refused."""

from __future__ import annotations

import pytest

from tests.oracle import agree_on_story, ours

SETUP = """
grad, backward = t.autograd.grad, t.autograd.backward
GradientEdge = t.autograd.graph.GradientEdge
get_gradient_edge = t.autograd.graph.get_gradient_edge
x = t.tensor([1.0, 2.0], requires_grad=True)
w = t.tensor([3.0, 4.0], requires_grad=True)
"""

STORIES = {
    "grad of several by several": """
        y, z = (x * w).sum(), (x * x).sum()
        say(grad((y, z), [x, w], retain_graph=True))
        say(grad([y, z], (x, w), [t.tensor(2.0), None]))
        say(x.grad, w.grad)
    """,
    "backward of several": """
        y, z = x * w, (x * x).sum()
        backward([y, z], [t.ones(2), None], retain_graph=True)
        say(x.grad, w.grad)
        backward((y, z), (t.ones(2), t.tensor(3.0)))
        say(x.grad, w.grad)
    """,
    "the same root twice": """
        y = (x * 3).sum()
        backward([y, y])
        say(x.grad)
    """,
    "a root behind another": """
        y = x * 3
        z = (y * w).sum()
        order = []
        for node in (y.grad_fn, z.grad_fn, z.grad_fn.next_functions[0][0]):
            node.register_hook(lambda s, a, node=node: say(node, a))
        backward([y, z], [t.ones(2), None])
        say(x.grad)
    """,
    "a leaf as root": """
        backward(x, t.ones(2))
        say(x.grad, grad(x, x, t.ones(2)))
    """,
    "what is asked for twice is one tensor": """
        one, two = grad((x * 2).sum(), [x, x])
        say(one is two)
    """,
    "sums share a gradient": """
        one, two = grad((x + w).sum(), [x, w])
        say(one is two)
    """,
    "inputs in a dict": """
        say(grad((x * w).sum(), {"x": x, "w": w}))
        (x * w).sum().backward(inputs={"w": w})
        say(x.grad, w.grad)
        grad((x * w).sum(), {})
    """,
    "only some inputs get theirs": """
        y = x * w
        y.sum().backward(inputs=[x])
        say(x.grad, w.grad)
    """,
    "one input, not in a list": """
        (x * w).sum().backward(inputs=w)
        say(x.grad, w.grad)
    """,
    "a result as input retains its gradient, and its node runs": """
        y = x * w
        y.grad_fn.register_prehook(lambda _: say("runs"))
        (y * 3).sum().backward(inputs=[y], retain_graph=True)
        say(y.grad, x.grad, y.retains_grad)
        (y * 3).sum().backward()
    """,
    "a partial pass frees what has run": """
        y = x.exp()
        z = (y * y).sum()
        say(grad(z, y))
        say(y.grad_fn._saved_result)
        y.sum().backward()
        z.backward()
    """,
    "what is not on the way does not run": """
        y, z = x * x, w.exp()
        s = (y + z).sum()
        z.grad_fn.register_prehook(lambda _: say("runs"))
        say(grad(s, x))
    """,
    "unused": """
        grad((x * 2).sum(), [x, w])
    """,
    "unused, and allowed": """
        say(grad((x * 2).sum(), [x, w], allow_unused=True))
    """,
    "unused, as zeros": """
        say(grad((x * 2).sum(), [x, w], materialize_grads=True))
        say(grad((x * 2).sum(), [x, w], materialize_grads=True, create_graph=True))
        grad((x * 2).sum(), [w], materialize_grads=True, allow_unused=False)
    """,
    "zeros for an edge": """
        edge = get_gradient_edge(w)
        grad((x * 2).sum(), edge, materialize_grads=True)
    """,
    "no outputs": """
        backward([], [])
        grad([], x)
    """,
    "no inputs to grad": """
        grad(x.sum(), [])
    """,
    "no inputs to backward": """
        x.sum().backward(inputs=[])
    """,
    "an input that needs no gradient": """
        grad(x.sum(), [x, t.ones(2)])
    """,
    "an input that needs no gradient, to backward": """
        x.sum().backward(inputs=[t.ones(2)])
    """,
    "an input that is no tensor": """
        grad(x.sum(), [x, None])
    """,
    "an input that is a number": """
        grad(x.sum(), 3.0)
    """,
    "an output that needs no gradient": """
        backward([x.sum(), t.tensor(1.0)])
    """,
    "a vector that needs no gradient": """
        t.ones(2).backward()
    """,
    "an output that is no tensor": """
        backward([3.0])
    """,
    "an output that is a number": """
        backward(3.0)
    """,
    "a vector": """
        backward([x.sum(), x * 2])
    """,
    "too few gradients": """
        backward([x.sum(), x.sum()], [None])
    """,
    "no gradients": """
        backward(x.sum(), [])
    """,
    "too many gradients": """
        backward(x.sum(), [None, None, None])
        say(x.grad)
    """,
    "a gradient that is a number": """
        (x * 2).backward(1.0)
    """,
    "a list of numbers": """
        (x * 2).backward([1.0, 1.0])
    """,
    "a gradient in a list": """
        (x * 2).backward([t.ones(2)])
        say(x.grad)
    """,
    "a gradient of another shape": """
        grad(x * 2, x, t.ones(1))
    """,
    "a gradient of another shape, where none is needed": """
        t.ones(2).backward(t.ones(3))
    """,
    "a gradient of another type": """
        say(grad(x * 2, x, t.tensor([1, 3])), grad(x * 2, x, t.tensor([True, False])))
        say(grad(x * 2, x, t.tensor([1.0, 3.0], dtype=t.float64)))
    """,
    "integers": """
        t.ones(2, dtype=t.int64).sum().backward()
    """,
    "edges in place of tensors": """
        y = x * w
        at_y, at_x = get_gradient_edge(y), get_gradient_edge(x)
        say(at_y.node is y.grad_fn, at_y.output_nr, at_y.ownership_token)
        say(at_x.node, at_x.node.variable is x)
        say(grad(at_y, at_x, t.ones(2), retain_graph=True))
        say(grad((y * 3).sum(), [at_y, at_x, w], retain_graph=True))
        backward(at_y, t.ones(2), inputs=[at_x, get_gradient_edge(w)])
        say(x.grad, w.grad)
    """,
    "an edge of one of several results": """
        a, b = x.unbind()
        edge = get_gradient_edge(b)
        say(edge.output_nr, grad(a * 2 + b * 3, edge, retain_graph=True))
        say(grad(edge, x))
    """,
    "an edge to a result as input": """
        y = x * 2
        backward(y.sum(), inputs=[get_gradient_edge(y)])
        say(y.grad, x.grad)
    """,
    "an edge needs a gradient": """
        grad(get_gradient_edge(x * 2), x)
    """,
    "an edge needs a gradient of its shape": """
        grad(get_gradient_edge(x * 2), x, t.ones(3))
    """,
    "an edge of what needs no gradient": """
        get_gradient_edge(t.ones(2))
    """,
    "an edge that leads nowhere": """
        grad(x.sum(), GradientEdge(None, 0))
    """,
    "an edge that is not reached": """
        y = x * 2
        grad(x.sum(), get_gradient_edge(y))
    """,
    "an old name": """
        backward(x * 2, grad_variables=t.ones(2))
        say(x.grad)
        backward(x * 2, t.ones(2), grad_variables=t.ones(2))
    """,
    "an old switch": """
        say(grad((x * 2).sum(), x, only_inputs=False))
    """,
    "through what was freed, by another way": """
        y = x.exp()
        (y * 2).sum().backward()
        (y * 3).sum().backward()
    """,
    "only None arrives": """
        y = x.exp()
        y.register_hook(lambda g: None)
        y.grad_fn.register_prehook(lambda arrived: (None,))
        y.grad_fn.register_hook(lambda sent, arrived: say(sent, arrived))
        (y * 2).sum().backward()
        say(x.grad)
        y.sum().backward()
    """,
    "create_graph accumulates into new tensors": """
        (x**3).sum().backward(create_graph=True)
        kept = x.grad
        say(x.grad, x.grad is kept, x.grad._version)
        (w * 2).sum().backward(create_graph=True)
        say(w.grad)
        (x**2).sum().backward(create_graph=True)
        say(x.grad, x.grad is kept)
        kept = x.grad
        (x**2).sum().backward()
        say(x.grad, x.grad is kept)
    """,
    "create_graph copies": """
        (w * x * x).sum().backward(create_graph=True)
        say(graph(x.grad), graph(w.grad))
        (w * x).sum().backward(create_graph=True)
        say(graph(x.grad))
        y = x * w
        (y * y).sum().backward(create_graph=True, inputs=[y])
        say(graph(y.grad), y.grad)
        expanded = t.ones(1).expand(3).requires_grad_()
        (expanded * expanded).sum().backward(create_graph=True)
        say(graph(expanded.grad))
    """,
    "create_graph keeps the graph": """
        y = (x * x).sum()
        (first,) = grad(y, x, create_graph=True)
        say(grad(y, x))
        (first,) = grad((x * x).sum(), x, create_graph=True, retain_graph=False)
        grad(first.sum(), x)
    """,
    "a seed with a history": """
        v = t.ones(2, requires_grad=True)
        (g,) = grad(x * x, x, v, create_graph=True)
        say(g, grad(g.sum(), [v, x]))
    """,
    "three times": """
        y = (x**4).sum()
        for _ in range(4):
            (g,) = grad(y, x, create_graph=True)
            say(g.detach())
            y = g.sum()
    """,
    "no_grad outside": """
        y = (x * x).sum()
        with t.no_grad():
            (g,) = grad(y, x, create_graph=True)
            say(g, t.is_grad_enabled())
        say(grad(g.sum(), x))
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_pass_tells_the_same_story(program: str) -> None:
    agree_on_story("\n".join([SETUP, *(line[8:] for line in program.splitlines())]))


def test_batched_gradients_are_refused_by_name() -> None:
    x = ours.ones(2, requires_grad=True)
    with pytest.raises(NotImplementedError, match="is_grads_batched"):
        ours.autograd.grad(x * 2, x, ours.ones(3, 2), is_grads_batched=True)
