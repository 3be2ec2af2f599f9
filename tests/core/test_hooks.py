"""Hooks: when they are called, with what, and what their results do."""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.oracle import agree_on_story, ours

STORIES = {
    "a hook sees the sum, once": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        x.register_hook(lambda g: say("x", g))
        y = x * 2
        y.register_hook(lambda g: say("y", g))
        (y + y * y + x).sum().backward()
    """,
    "hooks of a leaf see the sum, too": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        x.register_hook(lambda g: say(g))
        x.register_hook(lambda g: g * 10)
        x.register_hook(lambda g: say(g))
        (x * x + x).sum().backward()
        say(x.grad)
    """,
    "hooks chain in the order of registration": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.register_hook(lambda g: g + 1)
        y.register_hook(lambda g: None)
        y.register_hook(lambda g: g * 10)
        (y * 3).sum().backward()
        say(x.grad)
    """,
    "a handle removes its hook": """
        x = t.tensor(1.0, requires_grad=True)
        handle = x.register_hook(lambda g: say("one"))
        with x.register_hook(lambda g: say("two")) as inside:
            (x * 2).backward()
        (x * 2).backward()
        handle.remove()
        handle.remove()
        (x * 2).backward()
    """,
    "a hook may remove another while they run": """
        x = t.tensor(1.0, requires_grad=True)
        handles = []
        x.register_hook(lambda g: handles[0].remove())
        handles.append(x.register_hook(lambda g: say("still called")))
        (x * 2).backward()
        (x * 2).backward()
    """,
    "hooks from before a write see the gradient of before": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.register_hook(lambda g: say("before", g))
        y.mul_(3)
        y.register_hook(lambda g: say("after", g))
        y.sum().backward()
    """,
    "a write through a view": """
        x = t.ones(2, requires_grad=True)
        y = x * 2
        y.register_hook(lambda g: say("before", g))
        y.retain_grad()
        y[0] = 5
        y.register_hook(lambda g: say("after", g))
        say(y.retains_grad)
        (y * y).sum().backward()
        say(y.grad, x.grad)
    """,
    "hooks may write to what they are given": """
        x = t.ones(3, requires_grad=True)
        x.register_hook(lambda g: g.mul_(2))
        (x * x).backward(t.ones(3))
        say(x.grad)
    """,
    "but not to what is expanded": """
        x = t.ones(3, requires_grad=True)
        x.register_hook(lambda g: g.mul_(2))
        x.sum().backward()
    """,
    "each result of several has hooks of its own": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        b.register_hook(lambda g: say("b", g))
        a.register_hook(lambda g: say("a", g))
        a.register_hook(lambda g: g * 5)
        (a * 3).backward()
        say(x.grad)
    """,
    "a hook sees None where nothing arrived, and leaves it": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        b.register_hook(lambda g: t.tensor(1.0))
        (a * 3).backward()
    """,
    "a hook on the root sees the seed": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.register_hook(lambda g: say(g))
        y.register_hook(lambda g: g * 2)
        y.backward(t.ones(2))
        say(x.grad)
    """,
    "a hook on a leaf that is the root": """
        x = t.tensor(1.0, requires_grad=True)
        x.register_hook(lambda g: g * 2)
        x.backward()
        say(x.grad)
    """,
    "a hook returns another shape": """
        x = t.ones(2, requires_grad=True)
        x.register_hook(lambda g: g[:1])
        (x * 2).sum().backward()
    """,
    "a hook with a name returns another type": """
        def narrow(g):
            return g.double()
        x = t.ones(2, requires_grad=True)
        (y := x * 2).register_hook(narrow)
        y.sum().backward()
    """,
    "a hook returns no tensor": """
        x = t.ones(2, requires_grad=True)
        x.register_hook(lambda g: 3.0)
        (x * 2).sum().backward()
    """,
    "a hook on what needs no gradient": """
        t.ones(2).register_hook(say)
    """,
    "a hook that raises stops the pass": """
        x = t.ones(2, requires_grad=True)
        y, w = x.exp(), t.ones(2, requires_grad=True)
        y.register_hook(lambda g: 1 / 0)
        z = (y * w).sum()
        try:
            z.backward()
        except ZeroDivisionError:
            say(w.grad, x.grad, y.grad_fn._saved_result)
        z.backward()
    """,
    "inside of hooks grad is off, with create_graph on": """
        x = t.ones(2, requires_grad=True)
        y = x * x
        y.register_hook(lambda g: say(t.is_grad_enabled(), (y * 2).requires_grad))
        y.sum().backward(retain_graph=True)
        with t.no_grad():
            t.autograd.grad(y.sum(), x, t.ones(()), create_graph=True)
        y = x * x
        y.register_hook(lambda g: say(t.is_grad_enabled(), (y * 2).requires_grad))
        t.autograd.grad(y.sum(), x, create_graph=True)
        say(t.is_grad_enabled())
    """,
    "what a hook computes is part of the graph": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * x
        y.register_hook(lambda g: g * x)
        (first,) = t.autograd.grad(y.sum(), x, create_graph=True)
        say(first.detach())
        say(*t.autograd.grad(first.sum(), x))
    """,
    "a hook may run a pass of its own": """
        x, w = t.tensor(1.0, requires_grad=True), t.tensor(2.0, requires_grad=True)
        y = x * 3
        y.register_hook(lambda g: (w * w).backward())
        y.backward()
        say(x.grad, w.grad, t.is_grad_enabled())
    """,
    "retain_grad comes after all hooks": """
        x = t.ones(2, requires_grad=True)
        y = x * 2
        y.retain_grad()
        y.register_hook(lambda g: say(y.grad))
        y.register_hook(lambda g: g * 10)
        y.grad_fn.register_prehook(lambda arrived: say(y.grad, *arrived))
        y.sum().backward()
        say(y.grad, x.grad)
    """,
    "retain_grad keeps a tensor of its own": """
        x = t.ones(2, requires_grad=True)
        y, seed = x * 2, t.ones(2)
        y.retain_grad()
        y.backward(seed, retain_graph=True)
        kept = y.grad
        seed.mul_(5)
        say(y.grad)
        y.backward(seed)
        say(y.grad, kept, y.grad is kept, y.grad._version)
    """,
    "the hook of a node sees what it sends": """
        x, w = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        y = x * w * 2
        y.grad_fn.register_hook(lambda sent, arrived: say(sent, arrived))
        inner = y.grad_fn.next_functions[0][0]
        inner.register_hook(lambda sent, arrived: say(sent, arrived))
        inner.register_hook(lambda sent, arrived: (sent[0] * 10, None))
        inner.register_hook(lambda sent, arrived: say(sent, arrived))
        inner.register_prehook(lambda arrived: say(arrived))
        inner.register_prehook(lambda arrived: (arrived[0] + 1,))
        y.backward()
        say(x.grad, w.grad)
    """,
    "a prehook may take a gradient away": """
        x = t.ones(2, requires_grad=True)
        y = x.exp()
        y.grad_fn.register_prehook(lambda arrived: (None,))
        y.sum().backward()
        say(x.grad)
    """,
    "a prehook returns no tuple": """
        y = t.ones(2, requires_grad=True) * 2
        y.grad_fn.register_prehook(lambda arrived: arrived[0])
        y.sum().backward()
    """,
    "a node's hook returns no tuple": """
        y = t.ones(2, requires_grad=True) * 2
        y.grad_fn.register_hook(lambda sent, arrived: list(sent))
        y.sum().backward()
    """,
    "a node's hook returns too few": """
        y = t.ones(2, requires_grad=True) * 2
        y.grad_fn.register_hook(lambda sent, arrived: sent[:1])
        y.sum().backward()
    """,
    "a node's hook makes a gradient of None": """
        y = t.ones(2, requires_grad=True) * 2
        y.grad_fn.register_hook(lambda sent, arrived: (sent[0], sent[0]))
        y.sum().backward()
    """,
    "a node's hook sees what is saved, and what it leaves is freed": """
        x = t.ones(2, requires_grad=True)
        y = x.exp()
        node = y.grad_fn
        node.register_hook(lambda *_: say(node._saved_result))
        y.sum().backward()
        node._saved_result
    """,
    "a node's hook that raises leaves what is saved": """
        y = t.ones(2, requires_grad=True).exp()
        y.grad_fn.register_hook(lambda *_: 1 / 0)
        try:
            y.sum().backward()
        except ZeroDivisionError:
            say(y.grad_fn._saved_result)
    """,
    "AccumulateGrad has hooks, too": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        edge = t.autograd.graph.get_gradient_edge(x)
        edge.node.register_hook(lambda sent, arrived: say(sent, arrived, x.grad))
        edge.node.register_prehook(lambda arrived: say("prehook", arrived, x.grad))
        edge.node.register_prehook(lambda arrived: (arrived[0] * 2,))
        x.register_hook(lambda g: say("tensor", g))
        x.register_post_accumulate_grad_hook(lambda leaf: say("post", leaf.grad))
        (x * 2).sum().backward()
        say(edge.node.metadata, edge.node._sequence_nr(), edge.node.next_functions)
    """,
    "post-accumulate hooks see the leaf and may change it": """
        x = t.tensor([1.0, 2.0], requires_grad=True)

        def step(leaf):
            with t.no_grad():
                leaf.sub_(leaf.grad * 0.5)
            leaf.grad = None

        handle = x.register_post_accumulate_grad_hook(step)
        for _ in range(2):
            (x * x).sum().backward()
            say(x, x.grad)
        handle.remove()
        (x * x).sum().backward()
        say(x.grad)
    """,
    "a post-accumulate hook returns something": """
        x = t.ones(2, requires_grad=True)
        x.register_post_accumulate_grad_hook(lambda leaf: 3)
        (x * 2).sum().backward()
    """,
    "post-accumulate hooks are for leaves": """
        (t.ones(2, requires_grad=True) * 2).register_post_accumulate_grad_hook(say)
    """,
    "post-accumulate hooks are for what requires grad": """
        t.ones(2).register_post_accumulate_grad_hook(say)
    """,
    "grad calls tensor hooks, but none that wait for .grad": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        x.register_hook(lambda g: g * 10)
        x.register_post_accumulate_grad_hook(lambda leaf: say("never"))
        edge = t.autograd.graph.get_gradient_edge(x)
        edge.node.register_prehook(lambda arrived: say("never"))
        say(*t.autograd.grad((x * 3).sum(), x))
        say(x.grad)
    """,
    "what is asked for in between is taken before or after hooks": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.register_hook(lambda g: g * 10)
        y.grad_fn.register_prehook(lambda arrived: say("prehook"))
        z = (y * 3).sum()
        say(*t.autograd.grad(z, y, retain_graph=True))
        say(*t.autograd.grad(z, (x, y), retain_graph=True))
        y.retain_grad()
        say(*t.autograd.grad(z, y, retain_graph=True))
        say(y.grad)
    """,
    "a multi-grad hook waits for all": """
        a, b = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        c, d = a * b, a * b
        hook = t.autograd.graph.register_multi_grad_hook
        handle = hook((a, b, c, d), lambda grads: say(grads))
        c.backward(retain_graph=True)
        c.backward(inputs=(a,), retain_graph=True)
        (c + d).backward(retain_graph=True)
        say(*t.autograd.grad(c * c, c, retain_graph=True))
        handle.remove()
        c.backward()
    """,
    "a multi-grad hook on a leaf that grad is asked for": """
        a, b = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        t.autograd.graph.register_multi_grad_hook((a, b), lambda grads: say(grads))
        t.autograd.grad(a * b, a)
    """,
    "a multi-grad hook takes any": """
        a, b = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        c, plain = a * b, t.tensor(1.0)
        hook = t.autograd.graph.register_multi_grad_hook
        with hook((a, b, c, plain), lambda grad: say(grad), mode="any"):
            (c * 2).backward(retain_graph=True)
            (c * 2).backward(retain_graph=True)
        c.backward()
    """,
    "a multi-grad hook has two modes": """
        t.autograd.graph.register_multi_grad_hook((), say, mode="some")
    """,
    "metadata is for notes": """
        y = t.ones(2, requires_grad=True) * 2
        y.grad_fn.metadata["mine"] = 3
        say(y.grad_fn.metadata)
    """,
    "a node tells what its gradients are like": """
        x = t.ones(2, 3, requires_grad=True)
        for node in (x.sum(0).grad_fn, x.unbind()[0].grad_fn):
            say([(tuple(each.shape), each.dtype) for each in node._input_metadata])
    """,
    "the order of everything": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        leaf, node = y.grad_fn.next_functions[0][0], y.grad_fn
        x.register_hook(lambda g: say("x"))
        leaf.register_hook(lambda *_: say("leaf hook"))
        leaf.register_prehook(lambda *_: say("leaf prehook"))
        x.register_post_accumulate_grad_hook(lambda _: say("post accumulate"))
        node.register_hook(lambda *_: say("node hook"))
        node.register_prehook(lambda *_: say("node prehook"))
        y.register_hook(lambda g: say("y"))
        t.autograd.graph.register_multi_grad_hook((x, y), lambda _: say("multi"))
        y.sum().backward()
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_hooks_tell_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_a_handle_keeps_no_hook_alive() -> None:
    class Hook:
        def __call__(self, gradient: object) -> None: ...

    hook = Hook()
    held = weakref.ref(hook)
    y = ours.ones(2, requires_grad=True) * 2
    handle = y.register_hook(hook)
    del hook, y
    gc.collect()
    assert held() is None
    handle.remove()


def test_a_hook_on_every_node_of_a_deep_chain() -> None:
    x = ours.tensor(1.0, requires_grad=True)
    y, called = x, []
    for _ in range(20_000):
        y = y * 1.0
        y.register_hook(lambda gradient: called.append(1))
        y.grad_fn.register_hook(lambda sent, arrived: called.append(1))
    y.backward()
    assert (x.grad.item(), len(called)) == (1.0, 40_000)
