"""What nodes save: looked at, packed and unpacked, and refused when freed."""

from __future__ import annotations

import re

import pytest

from tests.oracle import agree_on_story, ours

SETUP = """
saved_tensors_hooks = t.autograd.graph.saved_tensors_hooks
x = t.tensor([1.0, 2.0], requires_grad=True)
w = t.tensor([3.0, 4.0], requires_grad=True)

def pack(saved):
    say("pack", saved, t.is_grad_enabled())
    return saved.detach() * 1

def unpack(packed):
    say("unpack", packed)
    return packed
"""

STORIES = {
    "everything that is saved is packed": """
        with saved_tensors_hooks(pack, unpack):
            y = x * w
            z = (x * 2).exp() + x
        y.sum().backward()
        z.sum().backward()
        say(x.grad, w.grad)
    """,
    "nothing that is not": """
        with saved_tensors_hooks(pack, unpack):
            y = (x + w).sum() - x.mean()
            with t.no_grad():
                x * w
            t.ones(2) * 3
        y.backward()
        say(x.grad)
    """,
    "packed into anything": """
        with saved_tensors_hooks(lambda a: a.tolist(), lambda a: t.tensor(a)):
            y = x * w
        say(y.grad_fn._saved_self, y.grad_fn._saved_other)
        y.sum().backward()
        say(x.grad)
    """,
    "what is unpacked has its place in the graph": """
        with saved_tensors_hooks(lambda a: a.tolist(), lambda a: t.tensor(a)):
            y = x * w
            z = (y * y).exp()
        say(z.grad_fn._saved_result.grad_fn is z.grad_fn, y.grad_fn._saved_self is x)
        (g,) = t.autograd.grad(z.sum(), x, create_graph=True)
        say(graph(g))
        g.sum().backward()
        say(x.grad / 1e6, w.grad / 1e6)
    """,
    "wrong numbers are not noticed": """
        with saved_tensors_hooks(lambda a: a, lambda a: a * 10):
            y = x * w
        y.sum().backward()
        say(x.grad)
    """,
    "nor writes": """
        with saved_tensors_hooks(lambda a: a.detach(), lambda a: a):
            z = x * 2
            y = z * z
        z.add_(1)
        y.sum().backward()
        say(x.grad)
    """,
    "only the innermost pair counts": """
        with saved_tensors_hooks(pack, unpack):
            with saved_tensors_hooks(lambda a: say("inner"), lambda a: t.ones(2)):
                y = x.exp()
            z = x.exp()
        y.sum().backward()
    """,
    "outside, there are none": """
        with saved_tensors_hooks(pack, unpack):
            pass
        (x * x).sum().backward()
        say(x.grad)
    """,
    "a pack function may not write": """
        with saved_tensors_hooks(lambda a: a.add_(1), lambda a: a):
            x.exp().exp()
    """,
    "a pack function that raises": """
        with saved_tensors_hooks(lambda a: 1 / 0, lambda a: a):
            x.exp()
    """,
    "an unpack function that makes no tensor": """
        with saved_tensors_hooks(lambda a: 3, lambda a: a):
            y = x.exp()
        y.sum().backward()
    """,
    "an unpack function that raises": """
        with saved_tensors_hooks(lambda a: 3, lambda a: 1 / 0):
            y = x.exp()
        y.sum().backward()
    """,
    "the feature switched off": """
        disable = t.autograd.graph.disable_saved_tensors_hooks
        with disable("not now"):
            x.exp()
            try:
                with saved_tensors_hooks(pack, unpack):
                    say("never")
            except RuntimeError as error:
                say(error)
        with saved_tensors_hooks(pack, unpack):
            x.exp()
        with disable("not now"):
            with disable("nor now"):
                pass
            with saved_tensors_hooks(pack, unpack):
                pass
    """,
    "switched off inside": """
        with saved_tensors_hooks(pack, unpack):
            with t.autograd.graph.disable_saved_tensors_hooks("not now"):
                x.exp()
    """,
    "one saved tensor has hooks of its own": """
        y = x * w
        y.grad_fn._raw_saved_self.register_hooks(pack, unpack)
        y.grad_fn._raw_saved_other.register_hooks(lambda a: a, lambda a: a * 10)
        say(y.grad_fn._saved_other)
        y.sum().backward()
        say(x.grad, w.grad)
    """,
    "a saved result has hooks of its own": """
        y = x.exp()
        y.grad_fn._raw_saved_result.register_hooks(pack, unpack)
        say(y.grad_fn._saved_result)
        y.sum().backward()
        say(x.grad)
    """,
    "hooks only once": """
        raw = x.exp().grad_fn._raw_saved_result
    """
    """
        y = x.exp()
        raw = y.grad_fn._raw_saved_result
        raw.register_hooks(lambda a: a, lambda a: a)
        raw.register_hooks(lambda a: a, lambda a: a)
    """,
    "no hooks on what is freed": """
        y = x.exp()
        raw = y.grad_fn._raw_saved_result
        y.sum().backward()
        raw.register_hooks(lambda a: a, lambda a: a)
    """,
    "no hooks on what is not saved": """
        y = x * t.ones(2)
        y.grad_fn._raw_saved_self.register_hooks(lambda a: a, lambda a: a)
    """,
    "what is freed cannot be looked at": """
        y = x * w
        y.sum().backward()
        for name in ("_saved_self", "_saved_other"):
            try:
                getattr(y.grad_fn, name)
            except RuntimeError as error:
                say(error)
        x.sum(0).grad_fn._saved_dim
        z = x**3
        z.sum().backward()
        say(z.grad_fn._saved_exponent)
        z.grad_fn._saved_self
    """,
    "hooks on saved tensors of a Function": """
        class Sq(t.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x, None)
                return x * x
            @staticmethod
            def backward(ctx, g):
                return 2 * ctx.saved_tensors[0] * g
        y = Sq.apply(x)
        y.grad_fn._raw_saved_tensors[0].register_hooks(pack, unpack)
        y.sum().backward()
        say(x.grad)
        y.grad_fn._raw_saved_tensors
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_what_is_saved_tells_the_same_story(program: str) -> None:
    agree_on_story("\n".join([SETUP, *(line[8:] for line in program.splitlines())]))


@pytest.mark.parametrize("name", ["save_on_cpu", "allow_mutation_on_saved_tensors"])
def test_what_there_is_not_is_refused_by_name(name: str) -> None:
    with pytest.raises(NotImplementedError, match=name):
        getattr(ours.autograd.graph, name)()


def test_a_saved_tensor_prints_as_pytorchs() -> None:
    node = ours.ones(2, requires_grad=True).exp().grad_fn
    printed = repr(node._raw_saved_result)
    assert re.fullmatch(r"<SavedTensor object at 0x[0-9a-f]+>", printed)
