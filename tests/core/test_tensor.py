"""The tensor: its attributes, and the ways out of autograd, are PyTorch's."""

from __future__ import annotations

import pytest

from tests.oracle import agree_on_story, ours

STORIES = {
    "a leaf": """
        x = t.tensor(1.0, requires_grad=True)
        say(x.grad, x.grad_fn, x.is_leaf, x.requires_grad, x._version, x.retains_grad)
        say(x, x.data, x.detach(), x.dtype, x.shape, x.ndim, x.dim(), x.numel())
    """,
    "a result": """
        y = t.tensor([1.0, 2.0], requires_grad=True) * 2
        say(y, y.is_leaf, y.requires_grad, y.grad_fn, y._version, y._base, y.shape)
        say(str(y), "%s" % y, f"{y}")
    """,
    "formats": """
        x = t.tensor(1.0, requires_grad=True)
        say(f"{x}", f"{x:.3f}", f"{x * 2}", str(x))
        f"{t.ones(2):.2f}"
    """,
    "sizes": """
        x = t.ones(2, 3)
        say(x.shape, x.size(), x.size(0), x.size(-1), x.size(dim=1), len(x), x.T.shape)
        say(x.shape == (2, 3), x.shape[:1], x.shape + (1,), x.shape[1], x.shape.numel())
        x.size(2)
    """,
    "a scalar has no size": "t.tensor(1.0).size(0)",
    "a scalar has no length": "len(t.tensor(1.0))",
    "dtypes": """
        say(t.float32, t.float64, t.int64, t.int32, t.bool, t.float32 == t.float32)
        say(t.float32.is_floating_point, t.int64.is_floating_point)
    """,
    "asking for gradients": """
        x = t.ones(2)
        x.requires_grad = True
        say(x, x.requires_grad_(False), x.requires_grad_() is x)
        y = x * 2
        say(y.requires_grad_() is y)
        i = t.tensor([1, 2])
        i.requires_grad = False
        say(i.requires_grad_(False))
    """,
    "data hides a change": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        z = x * x
        x.data.mul_(10)
        say(x, x._version, x.data._version, x.data.requires_grad)
        z.sum().backward()
        say(x.grad)
    """,
    "detach shares memory and version": """
        x = t.ones(2)
        x.add_(1)
        d = x.detach()
        d.add_(1)
        say(x, x._version, d._version, d._base, d.is_leaf, d.requires_grad)
    """,
    "detach starts anew": """
        x = t.tensor(3.0, requires_grad=True)
        y = x.detach().requires_grad_()
        (x * y).backward()
        say(x.grad, y.grad)
    """,
    "a gradient can be put there": """
        x = t.ones(2, requires_grad=True)
        x.grad = t.ones(2)
        say(x.grad)
        x.grad = None
        say(x.grad)
    """,
    "a view asks with its base": """
        x = t.ones(2)
        v = x.view(-1)
        x.requires_grad_()
        say(v.requires_grad, v.is_leaf, v)
    """,
    "a view born in no_grad leads nowhere": """
        x = t.ones(2, requires_grad=True)
        with t.no_grad():
            v = x.view(-1)
        y = v * 2
        say(v.requires_grad, v.is_leaf, y.requires_grad, y.grad_fn.next_functions)
        y.sum().backward()
        say(x.grad, v.grad)
        v.backward(t.ones(2))
    """,
    "writing to a view writes to its base": """
        x = t.ones(2, 2)
        x[0].add_(1)
        x.T[1].mul_(3)
        say(x, x._version, x[0]._version)
    """,
    "asking with something else": "t.ones(2).requires_grad_(1)",
    "asking with a number": """
        x = t.ones(2)
        x.requires_grad = 1
    """,
    "no more gradients for a result": """
        y = t.ones(2, requires_grad=True) * 2
        y.requires_grad = False
    """,
    "no more gradients for a result, in place": """
        (t.ones(2, requires_grad=True) * 2).requires_grad_(False)
    """,
    "gradients for a result": """
        y = t.ones(2, requires_grad=True) * 2
        y.requires_grad = True
    """,
    "gradients for whole numbers": "t.tensor([1]).requires_grad_()",
    "gradients for whole numbers, assigned": """
        x = t.tensor([1])
        x.requires_grad = True
    """,
    "a gradient of another shape": """
        x = t.ones(2)
        x.grad = t.ones(3)
    """,
    "a gradient of another type": """
        x = t.ones(2)
        x.grad = t.ones(2).double()
    """,
    "a number is no gradient": """
        x = t.ones(2)
        x.grad = 3
    """,
    "its own gradient": """
        x = t.ones(2)
        x.grad = x
    """,
    "gradients of all kinds": """
        x = t.tensor([1])
        x.grad = t.tensor([2])
        w = t.ones(2, requires_grad=True)
        y = w * 2
        y.grad = t.ones(2)
        say(x.grad, y.grad, w.grad)
        w.grad = t.ones(2)
        del w.grad
        say(w.grad)
    """,
    "keeping the gradient of a result": """
        x = t.ones(2, requires_grad=True)
        y = x * 2
        say(x.retain_grad(), x.retains_grad, y.retains_grad)
        y.retain_grad()
        y.retain_grad()
        say(y.retains_grad, y.grad)
        y.sum().backward()
        say(y.grad)
    """,
    "nothing to keep": "t.ones(2).retain_grad()",
    "other data": """
        x = t.ones(2, requires_grad=True)
        x.data = t.zeros(3)
        say(x, x._version, x.data._version, x.shape)
        x.data = t.zeros(3).double()
        y = x * 2
        y.data = t.ones(3).double()
        say(x, y)
        y.sum().backward()
        say(x.grad)
    """,
    "other data of what was saved": """
        x = t.ones(2, requires_grad=True)
        y, z = x * x, x.exp()
        x.data, z.data = t.zeros(2), t.zeros(2)
        (y + z).sum().backward()
        say(x.grad)
    """,
    "other data, and a view of it": """
        x = t.ones(2)
        y = x[0]
        x.data = t.zeros(2)
        say(x, y, y._base is x, y.data._base)
    """,
    "whole numbers for data": """
        x = t.ones(2, requires_grad=True)
        x.data = t.zeros(2, dtype=t.int64)
    """,
    "a number for data": "x = t.ones(2)\nx.data = 3",
    "an array for data": "import numpy as np\nx = t.ones(2)\nx.data = np.ones(2)",
    "no such attribute": "t.ones(2).nonsense",
    "learners note things on a tensor": """
        x = t.ones(2, requires_grad=True)
        x.label, x.parents = "x", [3]
        y = x * 2
        y.label = "y"
        say(x.label, vars(x), y.label, vars(y), vars(x.detach()), vars(x.view(-1)))
        y.add_(1)
        say(y.label, hasattr(x, "nonsense"), getattr(x, "nonsense", 5))
        del x.label
        say(vars(x), hasattr(x, "label"))
        x.label
    """,
    "a tensor can be a key": "x = t.ones(2)\nsay(len({x, x, t.ones(2)}), x in [x])",
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_tensor_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_a_name_is_for_pictures_only() -> None:
    x = ours.tensor(1.0)
    assert x.named("w") is x
    assert x.name == "w"
    assert repr(x) == "tensor(1.)"
