"""Full backward hooks: PyTorch's nodes, and gradients that can be changed."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules

MODULES = """
class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(t.ones(2) * 3)

    def forward(self, x, text="", y=0.0):
        return x * self.weight + y

class Two(nn.Module):
    def forward(self, x, y):
        return x * y, "text", (x + y).sum()

m = Scaled()
x = t.ones(2, requires_grad=True)
told = lambda word: lambda module, *gradients: say(word, *gradients)
"""


def test_a_node_stands_before_the_module_and_one_behind() -> None:
    agree_on_modules(
        MODULES
        + """
m.register_full_backward_hook(told("hook"))
m.register_full_backward_pre_hook(told("pre"))
y = m(x, "text", y=5.0)
say(y, y._is_view(), graph(y))
y.sum().backward()
say(x.grad, m.weight.grad)
with t.no_grad():
    say(m(x))
"""
    )


def test_hooks_change_what_arrives_and_what_is_sent() -> None:
    agree_on_modules(
        MODULES
        + """
m.register_full_backward_hook(lambda m, sent, arrived: (sent[0] * 10,))
m.register_full_backward_hook(told("first"), prepend=True)
m.register_full_backward_pre_hook(lambda m, arrived: (arrived[0] * 7,))
m.register_full_backward_pre_hook(told("first"), prepend=True)
m(x).sum().backward()
say(x.grad, m.weight.grad)
"""
    )


def test_where_no_input_requires_grad_nothing_is_sent() -> None:
    agree_on_modules(
        MODULES
        + """
m.register_full_backward_hook(told("hook"))
y = m(t.ones(2))
say(graph(y))
y.sum().backward()
with m.register_full_backward_hook(lambda *_: (t.ones(1),)):
    y = m(t.ones(2))
    tried(lambda: y.sum().backward())
"""
    )


def test_several_inputs_and_results_keep_their_places() -> None:
    agree_on_modules(
        MODULES
        + """
m = Two()
m.register_full_backward_hook(told("hook"))
y = (t.ones(2) * 4).requires_grad_()
first, text, last = m(x, y)
say(text, graph(first), graph(last))
first.sum().backward(retain_graph=True)
last.backward(retain_graph=True)
(first.sum() + last).backward()
say(x.grad, y.grad)
"""
    )


def test_too_many_gradients_are_refused() -> None:
    agree_on_modules(
        MODULES
        + """
with m.register_full_backward_hook(lambda *_: (t.ones(2), t.ones(2))):
    y = m(x)
    tried(lambda: y.sum().backward())
with m.register_full_backward_pre_hook(lambda *_: (t.ones(2), t.ones(2))):
    y = m(x)
    tried(lambda: y.sum().backward())
with m.register_full_backward_hook(lambda *_: (t.ones(1),)):
    y = m(x)
    tried(lambda: y.sum().backward())
"""
    )


def test_a_result_that_is_no_tensor_is_let_through() -> None:
    agree_on_modules(
        MODULES
        + """
class Named(nn.Module):
    def forward(self, x):
        return {"double": x * 2}

m = Named()
m.register_full_backward_hook(told("hook"))
say(m(x))
m(x)["double"].sum().backward()
"""
    )


def test_a_result_must_not_be_written_to() -> None:
    agree_on_modules(
        MODULES
        + """
m.register_full_backward_hook(told("hook"))
y = m(x * 2)
tried(lambda: y.add_(1))
"""
    )


def test_a_gradient_of_a_gradient_does_not_call_them_twice() -> None:
    agree_on_modules(
        MODULES
        + """
m.register_full_backward_hook(told("hook"))
(g,) = t.autograd.grad((m(x) ** 2).sum(), x, create_graph=True)
say(g, graph(g))
g.sum().backward()
say(x.grad)
"""
    )
