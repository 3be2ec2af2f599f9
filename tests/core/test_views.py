"""Views: whose memory they look at, and what becomes of their history."""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.oracle import agree_on_story, ours

LEAVES = """
x = t.tensor([[1., 2., 3.], [4., 5., 6.]], requires_grad=True)
w = t.tensor([1., -2., 3.], requires_grad=True)
def tried(what, *things):
    try:
        say(what(*things))
    except RuntimeError as error:
        say(str(error))
"""

STORIES = {
    "the base is no view itself": """
b = x * 1
v = b[0]
u = v[1:]
say(b._base, v._base is b, u._base is b, u.T._base is b, (u * 1)._base)
say(b._is_view(), v._is_view(), u._is_view())
say(x[0]._base is x, x.view(-1)._base is x, x.reshape(6)._base is x)
""",
    "a detached tensor is no view, and can be a base": """
b = x * 1
d = b[0].detach()
v = d[1:]
say(d._base, d._is_view(), v._base is d, b.data._is_view(), b.data[0]._base is b)
d.mul_(2)
say(b._version, d._version, v._version, b.data._version)
""",
    "of whole numbers there are views too": """
i = t.arange(6)
v = i.view(2, 3)[1]
say(v._base is i, v._is_view(), v.grad_fn)
v.mul_(2)
say(i, v._version)
""",
    "a view in no_grad requires grad with its base": """
b = x * 1
with t.no_grad():
    v = b[0]
say(v.requires_grad, v.is_leaf, v.grad_fn, v._base is b)
u = v[1:]
say(graph(u), u.requires_grad)
""",
    "an older view is made anew after a write to the base": """
b = x * 1
v, u = b[0], b.T
b.mul_(2)
say(v.grad_fn, graph(v), v._version)
(v * u[:, 1]).sum().backward()
say(x.grad, graph(u))
""",
    "and after a write to another view": """
b = x * 1
v, u = b[0], b[:, 1]
v.mul_(w)
say(graph(u), u)
u.sum().backward()
say(x.grad, w.grad)
""",
    "and after a write that nobody records": """
b = x * 1
v = b[0]
with t.no_grad():
    b.add_(1)
say(graph(v))
v.sum().backward()
say(x.grad)
""",
    "and again after each write": """
b = x * 1
v = b[0]
before = v.grad_fn
b.mul_(2)
first = v.grad_fn
b.mul_(2)
say(before is first, first is v.grad_fn, v.grad_fn is v.grad_fn)
say(graph(v))
""",
    "a chain of views is one view": """
b = x * 1
u = b[1][1:][None]
b.add_(w)
say(graph(u), u, u.grad_fn._saved_size, u.grad_fn._saved_stride)
say(u.grad_fn._saved_storage_offset)
(u * u).sum().backward()
say(x.grad, w.grad)
""",
    "a view that repeats adds up": """
b = w * 1
e = b.expand(2, 3)
b.mul_(2)
say(graph(e))
(e * t.tensor([[1., 2., 3.], [4., 5., 6.]])).sum().backward()
say(w.grad)
""",
    "of a transposed base": """
b = x.T * 1
v = b[1]
b.mul_(2)
say(v.grad_fn._saved_stride, v.grad_fn._saved_storage_offset)
(v * w[1:]).sum().backward()
say(x.grad)
""",
    "an empty view": """
b = x * 1
v = b[:, 3:]
b.mul_(2)
say(graph(v), v)
v.sum().backward()
say(x.grad)
""",
    "a scalar view": """
b = x * 1
v = b[1, 2]
b.mul_(2)
say(graph(v), v)
v.backward()
say(x.grad)
""",
    "a view of a plain tensor that was written to": """
b = t.zeros(2, 3)
v = b[0]
b[1] = w * 2
say(b.is_leaf, v.requires_grad, v.grad_fn, v.is_leaf, v)
v.sum().backward()
say(w.grad)
""",
    "before it is looked at, such a view counts as a leaf": """
b = t.zeros(2, 3)
v = b[0]
b[1] = w
v.retain_grad()
say(v.retains_grad)
tried(v.add_, 1)
say(v.grad_fn)
tried(v.add_, 1)
say(graph(b))
""",
    "a plain view of a plain tensor stays plain": """
b = t.zeros(2, 3)
v = b[0]
b.add_(1)
say(v.grad_fn, v.requires_grad, v.is_leaf, v)
""",
    "a view of a base that was detached": """
b = x * 1
v = b[0]
b.detach_()
say(b.grad_fn, b.requires_grad, b.is_leaf, v.grad_fn, v.requires_grad)
tried(v.add_, 1)
with t.no_grad():
    b.mul_(2)
say(graph(v))
""",
    "no view is detached in place": """
b = x * 1
tried(b[0].detach_)
tried(t.ones(2, 2)[0].detach_)
say(t.ones(2).detach_(), t.ones(2, requires_grad=True).detach_())
""",
    "from no_grad: of no use once the base was written to": """
b = x * 1
with t.no_grad():
    v = b[0]
b.mul_(2)
say(v.requires_grad, v, v.output_nr, v._version)
tried(lambda: v.grad_fn)
tried(lambda: v.is_leaf)
tried(lambda: v * 2)
tried(lambda: v.sum().backward())
tried(v.add_, 1)
with t.no_grad():
    say(v * 2)
""",
    "of no use, and not to be viewed in this shape either": """
b = x * 1
with t.no_grad():
    v = b.T
b.mul_(2)
tried(v.view, -1)
with t.no_grad():
    tried(v.view, -1)
""",
    "a view of a view from no_grad": """
b = x * 1
with t.no_grad():
    v = b[0]
u = v[1:]
tried(u.add_, 1)
tried(v.add_, 1)
b.mul_(2)
tried(lambda: u.grad_fn)
tried(u.add_, 1)
with t.no_grad():
    say(u.add_(1), b)
""",
    "one from enable_grad in no_grad": """
b = x * 1
with t.no_grad():
    with t.enable_grad():
        v = b[0]
    b.mul_(2)
say(graph(v))
tried(v.add_, 1)
""",
    "of several views made at once": """
b = x * 1
one, other = b.unbind()
tried(one.add_, 1)
say(b._version, other.output_nr, one._base is b)
b.mul_(2)
tried(lambda: other.grad_fn)
tried(lambda: other * 2)
tried(lambda: other[1:])
say(other, other.requires_grad)
with t.no_grad():
    say(other.add_(1), b)
""",
    "a view of one of several": """
b = x * 1
v = b.unbind()[1][1:]
tried(v.add_, 1)
b.mul_(2)
tried(lambda: v.grad_fn)
""",
    "of several, in no_grad and without any gradient": """
b = x * 1
with t.no_grad():
    v = b.unbind()[0]
tried(v.add_, 1)
p = t.ones(2, 3)
v = p.unbind()[1]
say(v.add_(1))
tried(v.add_, w)
say(p, p._version, v.grad_fn)
""",
    "as_strided": """
s = x.as_strided((2, 2), (3, 1), 1)
say(s, graph(s), s._base is x, x.as_strided((2,), (2,)))
(s * s).sum().backward()
say(x.grad)
tried(x.as_strided, (3, 3), (3, 1))
tried(x.as_strided, (3,), (3, 1))
tried(x.as_strided, (3,), (-1,))
""",
    "as_strided over the same places again": """
s = w.as_strided((2, 2), (1, 1))
say(s)
(s * t.tensor([[1., 10.], [100., 1000.]])).sum().backward()
say(w.grad)
e = w.expand(2, 3)
s = e.as_strided((3,), (1,))
s.sum().backward()
say(w.grad)
""",
    "as_strided, written to": """
b = w * 1
s = b.as_strided((2,), (2,))
s.mul_(5)
say(b, graph(b), graph(s))
(b * b).sum().backward()
say(w.grad)
""",
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_view_tells_the_same_story(program: str) -> None:
    agree_on_story(LEAVES + program)


def test_a_view_keeps_its_base_and_not_the_other_way_round() -> None:
    gc.disable()
    try:
        base = ours.ones(2, 3, requires_grad=True) * 1
        view, reference = base[0], weakref.ref(base)
        view.mul_(2)
        del base
        assert reference() is view._base
        seen = weakref.ref(view)
        del view
        assert (None, None) == (seen(), reference())
    finally:
        gc.enable()
