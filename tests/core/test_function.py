"""A learner's own operation: in the graph, forward and backward, and refused."""

from __future__ import annotations

import textwrap

import pytest

from tests.oracle import agree_on_story

SQUARE = """
from types import SimpleNamespace
Function = t.autograd.Function
once_differentiable = t.autograd.function.once_differentiable

class Sq(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g

def made(forward, backward=lambda ctx, *g: g[0], **others):
    told = {"forward": staticmethod(forward), "backward": staticmethod(backward)}
    return type("Sq", (Function,), told | others)

x = t.tensor([1.0, 2.0], requires_grad=True)
"""

STORIES = {
    "it is one node": """
        y = Sq.apply(x)
        say(y, graph(y), y.grad_fn.name(), y.grad_fn.saved_tensors[0] is x)
        say(y.grad_fn.next_functions[0][0].variable is x, y.grad_fn.metadata)
        y.sum().backward()
        say(x.grad)
    """,
    "ctx is grad_fn": """
        kept = []
        y = made(lambda ctx, x: (kept.append(ctx), x * 1)[1]).apply(x)
        say(kept[0] is y.grad_fn)
        y.grad_fn.note = 3
        say(y.grad_fn.note, isinstance(y.grad_fn, t.autograd.function.FunctionCtx))
        say(isinstance(y.grad_fn, t.autograd.graph.Node))
        y.grad_fn.other
    """,
    "forward runs with grad off, its inputs as they are": """
        def forward(ctx, x, n, w):
            say(t.is_grad_enabled(), x.requires_grad, ctx.needs_input_grad, n)
            say((x * 2).requires_grad, ctx.name())
            return x * w
        y = made(forward, lambda ctx, g: (g, None, None)).apply(x, 3, t.ones(2))
        say(graph(y), y.grad_fn.next_functions[1])
    """,
    "backward runs with grad on only for a graph": """
        def backward(ctx, g):
            say(t.is_grad_enabled(), ctx.needs_input_grad)
            return g * 2
        y = made(lambda ctx, x: x * 2, backward).apply(x)
        say(*t.autograd.grad(y.sum(), x, retain_graph=True))
        say(*t.autograd.grad(y.sum(), x, create_graph=True))
    """,
    "its derivative has a derivative": """
        (g,) = t.autograd.grad(Sq.apply(x).sum(), x, create_graph=True)
        say(g, graph(g), *t.autograd.grad(g.sum(), x))
    """,
    "two that are each other's derivative": """
        Sin = made(
            lambda ctx, x: (ctx.save_for_backward(x), x.sin())[1],
            lambda ctx, g: Cos.apply(*ctx.saved_tensors) * g,
        )
        Cos = made(
            lambda ctx, x: (ctx.save_for_backward(x), x.cos())[1],
            lambda ctx, g: -Sin.apply(*ctx.saved_tensors) * g,
        )
        g = Sin.apply(x)
        for _ in range(3):
            (g,) = t.autograd.grad(g.sum(), x, create_graph=True)
            say(g.detach())
        say(graph(g))
    """,
    "one inside of another": """
        y = made(lambda ctx, x: Sq.apply(x) + 1, lambda ctx, g: Sq.apply(g)).apply(x)
        say(y, graph(y), *t.autograd.grad(y.sum() * 3, x))
    """,
    "once_differentiable": """
        Once = made(
            lambda ctx, x: (ctx.save_for_backward(x), x * x)[1],
            once_differentiable(lambda ctx, g: 2 * ctx.saved_tensors[0] * g),
        )
        (g,) = t.autograd.grad(Once.apply(x).sum(), x, create_graph=True)
        say(g, g.requires_grad)
        (g,) = t.autograd.grad(Once.apply(x * 1).sin().sum(), x, create_graph=True)
        say(g, graph(g))
        g.sum().backward()
    """,
    "several results": """
        Two = made(
            lambda ctx, x: (x * 1, 3, x * 2),
            lambda ctx, *g: (say(g), g[0] + g[2])[1],
        )
        a, b, c = Two.apply(x)
        say(a, b, c, a.output_nr, c.output_nr, a.grad_fn is c.grad_fn)
        a.sum().backward()
        say(x.grad)
        (c * 5).sum().backward()
        say(x.grad)
    """,
    "zeros for what did not arrive, of its type": """
        Two = made(
            lambda ctx, x: (x * 1, (x * 2).double(), (x * 3).long()),
            lambda ctx, *g: (say(g), g[0])[1],
        )
        a, b, c = Two.apply(x)
        say(b, c)
        a.sum().backward()
    """,
    "or None, if that is wanted": """
        def forward(ctx, x):
            ctx.set_materialize_grads(False)
            return x * 1, x * 2
        a, b = made(forward, lambda ctx, *g: (say(g), g[0])[1]).apply(x)
        a.sum().backward()
    """,
    "things that are no tensors": """
        say(made(lambda ctx, x: 3.0).apply(x), made(lambda ctx, x: None).apply(x))
        say(made(lambda ctx, x: [x * 1]).apply(x), made(lambda ctx, x: ()).apply(x))
        say(made(lambda ctx, x: (x * 1, None, "s")).apply(x))
        say(made(lambda ctx, x: (x * 1,)).apply(x))
        say(made(lambda ctx, a: a[0] * 1).apply([x]))
    """,
    "results without derivative": """
        def forward(ctx, x):
            a, b = x * 1, x * 2
            ctx.mark_non_differentiable(b)
            return a, b
        a, b = made(forward, lambda ctx, *g: (say(g), g[0])[1]).apply(x)
        say(a, b, b.requires_grad)
        a.sum().backward()
        say(made(lambda ctx, x: (x * 2).long()).apply(x))
    """,
    "an input without derivative is returned": """
        def forward(ctx, x):
            ctx.mark_non_differentiable(x)
            return x
        y = made(forward).apply(x)
        say(y, y is x, x)
    """,
    "an input is returned as another tensor": """
        y = made(lambda ctx, x: x).apply(x)
        say(y, y is x, y._base is x, y._is_view(), graph(y), y._version)
        y.add_(1)
    """,
    "an input that needs no gradient is returned": """
        plain = t.ones(2)
        y = made(lambda ctx, x: x).apply(plain)
        say(y, y is plain, y._base is plain, y._is_view())
        Two = made(lambda ctx, a, b: (a, b * 1), lambda ctx, a, b: (a, b))
        a, b = Two.apply(plain, x)
        say(a, a is plain, a._is_view())
    """,
    "a view of an input is returned": """
        z = x * 1
        y = made(lambda ctx, x: x[:1]).apply(z)
        say(y, y._base is z, graph(y))
        y.add_(1)
    """,
    "several views are returned": """
        a, b = made(
            lambda ctx, x: (x.view(2), x.view(2)), lambda ctx, a, b: a + b
        ).apply(x * 1)
        say(a, b)
        a.add_(1)
    """,
    "written in place": """
        def forward(ctx, x):
            x.add_(1)
            ctx.mark_dirty(x)
            return x
        z = x * 1
        y = made(forward, lambda ctx, g: g * 10).apply(z)
        say(y is z, y, graph(y), y._version)
        y.sum().backward()
        say(x.grad)
        say(made(forward).apply(t.ones(2)))
        with t.no_grad():
            say(made(forward).apply(x))
        made(forward).apply(x)
    """,
    "written in place, and not returned": """
        def forward(ctx, x):
            x.add_(1)
            ctx.mark_dirty(x)
            return x * 1
        made(forward).apply(x * 1)
    """,
    "written in place, but no input": """
        def forward(ctx, x):
            y = x * 1
            ctx.mark_dirty(y)
            return y
        say(made(forward).apply(x * 1))
    """,
    "a view is written in place": """
        def forward(ctx, x):
            x.add_(1)
            ctx.mark_dirty(x)
            return x
        z = x * 1
        part = z[:1]
        y = made(forward, lambda ctx, g: g * 10).apply(part)
        say(y is part, y, y._version, graph(y), graph(z))
        (y * z).sum().backward()
        say(x.grad)
    """,
    "a view is written in place, among several results": """
        def forward(ctx, x):
            x.add_(1)
            ctx.mark_dirty(x)
            return x, x * 1
        made(forward).apply((x * 1)[:1])
    """,
    "a write is noticed": """
        y = x * 2
        z = Sq.apply(y)
        y.add_(1)
        z.sum().backward()
    """,
    "a write to a saved result is noticed": """
        def forward(ctx, x):
            result = x * 1
            ctx.save_for_backward(result)
            return result
        y = made(forward, lambda ctx, g: ctx.saved_tensors[0] * g).apply(x)
        say(y.grad_fn.saved_tensors)
        y.add_(1)
        y.sum().backward()
    """,
    "what is saved is freed": """
        y = Sq.apply(x)
        s = y.sum()
        s.backward(retain_graph=True)
        s.backward()
        say(x.grad, y.grad_fn.needs_input_grad)
        try:
            s.backward()
        except RuntimeError as error:
            say(error)
        y.grad_fn.saved_tensors
    """,
    "what is not read is not refused": """
        y = made(lambda ctx, x: (ctx.save_for_backward(x), x * 1)[1]).apply(x)
        y.sum().backward()
        y.sum().backward()
        say(x.grad)
    """,
    "None is saved": """
        y = made(lambda ctx, x: (ctx.save_for_backward(None, x), x * 1)[1]).apply(x)
        say(y.grad_fn.saved_tensors, len(y.grad_fn._raw_saved_tensors))
        say(made(lambda ctx, x: x * 1).apply(x).grad_fn.saved_tensors)
    """,
    "something else is saved": """
        made(lambda ctx, x: (ctx.save_for_backward(x, 3), x * 1)[1]).apply(x)
    """,
    "saved for forward": """
        y = made(lambda ctx, x: (ctx.save_for_forward(x), x * 1)[1]).apply(x)
        say(y.grad_fn.saved_tensors)
        made(lambda ctx, x: (ctx.save_for_forward(3), x * 1)[1]).apply(x)
    """,
    "saved tensors in forward": """
        def forward(ctx, x):
            ctx.save_for_backward(x)
            say(ctx.saved_tensors, ctx.to_save)
            return x * 1
        made(forward).apply(x)
    """,
    "something else is dirty": """
        made(lambda ctx, x: (ctx.mark_dirty(3), x * 1)[1]).apply(x)
    """,
    "something else is without derivative": """
        made(lambda ctx, x: (ctx.mark_non_differentiable(3), x * 1)[1]).apply(x)
    """,
    "materialize_grads is a bool": """
        made(lambda ctx, x: (ctx.set_materialize_grads(3), x * 1)[1]).apply(x)
    """,
    "with a context of its own": """
        class Scale(Function):
            @staticmethod
            def forward(x, k=2):
                return x * k
            @staticmethod
            def setup_context(ctx, inputs, output):
                say(inputs, output, output.requires_grad, t.is_grad_enabled())
                ctx.save_for_backward(inputs[0], output)
            @staticmethod
            def backward(ctx, g):
                return g, None
        y = Scale.apply(x)
        saved = y.grad_fn.saved_tensors
        say(y, saved, saved[0] is x)
        y.sum().backward()
        say(x.grad, Scale.apply(x, k=3))
        Scale.apply(x, 3, 4)
    """,
    "a context that saves an input that is returned": """
        class Same(Function):
            @staticmethod
            def forward(x):
                return x
            @staticmethod
            def setup_context(ctx, inputs, output):
                ctx.save_for_backward(output)
            @staticmethod
            def backward(ctx, g):
                return g
        Same.apply(x)
    """,
    "named and default arguments": """
        Scale = made(lambda ctx, x, k=2: x * k)
        say(Scale.apply(x), Scale.apply(x, k=3))
        Scale.apply(x)[0].backward()
        say(x.grad)
    """,
    "under no_grad": """
        with t.no_grad():
            y = Sq.apply(x)
            made(lambda ctx, x: (say(ctx.needs_input_grad), x * 1)[1]).apply(x)
        say(y, y.requires_grad)
        say(Sq.apply(t.ones(2)))
    """,
    "grad may be enabled in forward": """
        def forward(ctx, x):
            with t.enable_grad():
                inner = x.detach().requires_grad_()
                ctx.result = (inner * inner).sum()
            ctx.inner = inner
            return ctx.result.detach()
        def backward(ctx, g):
            return t.autograd.grad(ctx.result, ctx.inner)[0] * g
        y = made(forward, backward).apply(x)
        say(y)
        y.backward()
        say(x.grad)
    """,
    "too few gradients": """
        made(lambda ctx, x, y: x * y).apply(x, x * 1).sum().backward()
    """,
    "too many gradients": """
        made(lambda ctx, x: x * 1, lambda ctx, g: (g, None)).apply(x).sum().backward()
        say(x.grad)
        made(lambda ctx, x: x * 1, lambda ctx, g: (g, g)).apply(x).sum().backward()
    """,
    "a gradient of another shape": """
        made(lambda ctx, x: x * 1, lambda ctx, g: t.ones(3)).apply(x).sum().backward()
    """,
    "a gradient of a smaller shape": """
        made(lambda ctx, x: x * 1, lambda ctx, g: g[0]).apply(x).sum().backward()
    """,
    "a gradient that has been broadcast": """
        Wide = made(lambda ctx, x: x * 1, lambda ctx, g: t.ones(3, 2) * g)
        Wide.apply(x).sum().backward()
        say(x.grad)
        (g,) = t.autograd.grad((Wide.apply(x) * x).sum(), x, create_graph=True)
        say(g)
    """,
    "a gradient of another type": """
        made(lambda ctx, x: x * 1, lambda ctx, g: g.double()).apply(x).sum().backward()
        made(lambda ctx, x: x * 1, lambda ctx, g: g.long()).apply(x).sum().backward()
        say(x.grad)
    """,
    "no gradient": """
        made(lambda ctx, x: x * 1, lambda ctx, g: None).apply(x).sum().backward()
        say(x.grad)
    """,
    "a gradient that is a number": """
        made(lambda ctx, x: x * 1, lambda ctx, g: 3.0).apply(x).sum().backward()
    """,
    "gradients in a list": """
        made(lambda ctx, x: x * 1, lambda ctx, g: [g]).apply(x).sum().backward()
    """,
    "a gradient for a number": """
        y = made(lambda ctx, x, n: x * n, lambda ctx, g: (g, g)).apply(x, 2)
        y.sum().backward()
    """,
    "backward raises": """
        made(lambda ctx, x: x * 1, lambda ctx, g: 1 / 0).apply(x).sum().backward()
    """,
    "forward raises": """
        try:
            made(lambda ctx, x: 1 / 0).apply(x)
        except ZeroDivisionError:
            say(t.is_grad_enabled())
    """,
    "forward is missing": """
        type("Sq", (Function,), {}).apply(x)
    """,
    "backward is missing": """
        other = {"forward": staticmethod(lambda ctx, x: x * 1)}
        type("Sq", (Function,), other).apply(x).sum().backward()
    """,
    "backward may be called vjp": """
        other = {
            "forward": staticmethod(lambda ctx, x: x * 1),
            "vjp": staticmethod(lambda ctx, g: g * 3),
        }
        type("Sq", (Function,), other).apply(x).sum().backward()
        say(x.grad)
        made(lambda ctx, x: x * 1, vjp=other["vjp"]).apply(x).sum().backward()
    """,
    "it is not called": """
        Sq()(x)
    """,
    "what the core has not is what PyTorch asks for": """
        for missing in (Sq.jvp, Sq.vmap):
            try:
                missing(None, None)
            except NotImplementedError as error:
                say(error)
    """,
    "hooks": """
        y = Sq.apply(x)
        y.register_hook(lambda g: g * 10)
        y.grad_fn.register_hook(lambda sent, arrived: say(sent, arrived))
        y.grad_fn.register_prehook(lambda arrived: say(arrived))
        y.sum().backward()
        say(x.grad)
    """,
    "order of execution": """
        y = Sq.apply(x)
        z = Sq.apply(x * 2) * y
        found = [z.grad_fn] + [each for each, _ in z.grad_fn.next_functions]
        for number, node in enumerate(found):
            node.register_hook(lambda *_, number=number: say(number))
        z.sum().backward()
    """,
    "saved tensors may be packed": """
        with t.autograd.graph.saved_tensors_hooks(
            lambda saved: (say("pack", saved), saved.detach() * 1)[1],
            lambda packed: (say("unpack", packed), packed)[1],
        ):
            y = Sq.apply(x)
        y.sum().backward()
        say(x.grad)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_function_tells_the_same_story(program: str) -> None:
    agree_on_story(SQUARE + textwrap.dedent(program))


def test_notes_on_ctx_may_have_any_name() -> None:
    program = """
    names = "arguments dtype index inputs name op row saved shape size targets".split()
    def forward(ctx, x):
        ctx.save_for_backward(x)
        for name in names:
            setattr(ctx, name, f"my {name}")
        return x * x
    def backward(ctx, g):
        say([getattr(ctx, name) for name in names])
        return 2 * ctx.saved_tensors[0] * g
    y = made(forward, backward).apply(x)
    say(y, y.grad_fn.name, y.grad_fn.saved_tensors)
    y.sum().backward()
    say(x.grad)
    """
    agree_on_story(SQUARE + textwrap.dedent(program))
