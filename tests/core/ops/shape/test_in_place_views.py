"""Another shape for the tensor itself: histories, versions and refusals."""

from __future__ import annotations

import pytest

import autoviz as av
from tests.oracle import agree_on_story

LEAVES = """
x = t.arange(6.0).reshape(2, 3).requires_grad_()
w = t.tensor([1.0, 2.0, 3.0], requires_grad=True)
def tried(what, *things):
    try:
        say(what(*things))
    except (RuntimeError, IndexError) as error:
        say(str(error))
"""

STORIES = {
    "each of them": """
for turn in (
    lambda b: b.t_(), lambda b: b.transpose_(0, 1), lambda b: b.transpose_(-1, -1),
    lambda b: b.swapaxes_(0, 1), lambda b: b.swapdims_(1, 0), lambda b: b.unsqueeze_(1),
    lambda b: b.unsqueeze_(-1), lambda b: b.squeeze_(), lambda b: b.squeeze_(0),
    lambda b: b.squeeze_((0, 1)), lambda b: b.as_strided_((2,), (3,), 1),
    lambda b: t.as_strided_(b, (2, 2), (1, 1)),
):
    b = x * 1
    y = turn(b)
    say(y is b, b, b._version, b._base, b.stride(), graph(b))
    x.grad = None
    (b * b).sum().backward()
    say(x.grad)
""",
    "one after the other": """
b = x * 1
b.unsqueeze_(0).transpose_(0, 2).squeeze_(2).t_().squeeze_()
say(b, graph(b), b._version)
(b * b.exp()).sum().backward()
say(x.grad)
""",
    "of a view": """
b = x * 1
v = b[0]
v.unsqueeze_(0)
say(v, v._base is b, b._version, graph(v), graph(b), b)
v.mul_(2)
say(v, b, graph(v), graph(b))
(v.sum() * 3 + b.sum()).backward()
say(x.grad)
""",
    "of a base": """
b = x * 1
v = b[0]
b.t_()
say(b, v, graph(v), graph(b))
v.mul_(w)
say(b, graph(b), graph(v))
(b * b).sum().backward()
say(x.grad, w.grad)
""",
    "of a plain base": """
p = t.ones(2, 3)
v = p[0]
p.t_()
v.add_(w)
say(p, p._version, v, graph(v), p.grad_fn)
p.sum().backward()
say(w.grad)
""",
    "after it was saved": """
b = x * 1
z = b.exp()
z.t_()
tried(z.sum().backward)
b = w * 1
z = b * b
b.unsqueeze_(0)
tried(z.sum().backward)
""",
    "refused": """
tried(w.unsqueeze_, 0)
tried(x.t_)
tried(t.ones(2, 3, 4).t_)
tried(t.ones(2).transpose_, 0, 3)
tried(t.ones(2).unsqueeze_, 5)
b = x * 1
tried(b.unbind()[0].unsqueeze_, 0)
with t.no_grad():
    v = b[0]
tried(v.unsqueeze_, 0)
with t.inference_mode():
    i = t.ones(2, 3)
    say(i.t_())
tried(i.t_)
tried(b.as_strided_, (9,), (9,))
say(b._version)
""",
    "in no_grad": """
with t.no_grad():
    say(w.unsqueeze_(0), w._version, w.is_leaf, w.requires_grad)
    b = x * 1
b = x * 1
v = b[0]
with t.no_grad():
    b.t_()
    v.unsqueeze_(0)
say(b.shape, b.grad_fn, graph(v), v)
tried(lambda: b.sum().backward())
""",
    "of no one's interest": """
p = t.arange(6).reshape(2, 3)
say(p.t_(), p.unsqueeze_(0), p.stride(), p._version, p.detach()._version)
d = p.detach()
d.squeeze_()
say(d, p, p._version)
""",
    "second derivatives": """
b = x * x
b.t_().unsqueeze_(0)
(g,) = t.autograd.grad((b * b * b).sum(), x, create_graph=True)
say(graph(g))
say(t.autograd.grad(g.sum(), x))
""",
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_looking_anew_tells_the_same_story(program: str) -> None:
    agree_on_story(LEAVES + program)


def test_a_recording_shows_the_new_shape() -> None:
    with av.record() as rec:
        x = av.ones(2, 3, requires_grad=True)
        b = x * 2
        b.t_()
        b.unsqueeze_(0)
        with av.no_grad():
            b.squeeze_()
    nodes = [(each.grad_fn, each.shape) for each in rec.trace.graph.nodes]
    assert nodes == [
        (None, (2, 3)),
        ("MulBackward0", (2, 3)),
        ("TBackward1", (3, 2)),
        ("UnsqueezeBackward1", (1, 3, 2)),
        (None, (3, 2)),
    ]
