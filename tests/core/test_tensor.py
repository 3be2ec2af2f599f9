"""The tensor: its attributes, and the ways out of autograd, are PyTorch's."""

from __future__ import annotations

import numpy as np
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
    "numbers": """
        x = t.tensor(2.0, requires_grad=True)
        say(x.item(), x.tolist(), t.ones(2, 1).tolist(), t.tensor(3).item())
        say(int(t.tensor(2.7)), float(t.tensor(3)), bool(t.tensor(0)))
        say([1, 2, 3][t.tensor(1)], list(range(t.tensor(2))), [5, 6][t.tensor(True)])
    """,
    "several are no number": "t.ones(2).item()",
    "several are no float": "float(t.ones(2))",
    "a float is no index": "[1, 2][t.tensor(1.0)]",
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
    "numpy shares memory": """
        x = t.ones(2)
        array = x.numpy()
        array[0] = 5
        say(x, x._version, array)
    """,
    "a gradient can be put there": """
        x = t.ones(2, requires_grad=True)
        x.grad = t.ones(2)
        say(x.grad)
        x.grad = None
        say(x.grad)
    """,
    "a leaf can be copied": """
        import copy
        x = t.tensor([1.0, 2.0], requires_grad=True)
        (x * 2).sum().backward()
        y = copy.deepcopy(x)
        say(y, y.grad, y is x, y.grad is x.grad)
        with t.no_grad():
            y.add_(1)
        say(x)
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
    "no such attribute": "t.ones(2).nonsense",
    "a tensor can be a key": "x = t.ones(2)\nsay(len({x, x, t.ones(2)}), x in [x])",
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_tensor_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_numpy_takes_a_tensor() -> None:
    x = ours.tensor([1.0, 2.0])
    assert np.array(x, dtype=np.float64).tolist() == [1.0, 2.0]
    assert np.shares_memory(np.asarray(x), x.numpy())


def test_a_name_is_for_pictures_only() -> None:
    x = ours.tensor(1.0)
    assert x.named("w") is x
    assert x.name == "w"
    assert repr(x) == "tensor(1.)"


@pytest.mark.parametrize("missing", ["a, b = x", "x[0] = 1.0", "x[0].add_(y)"])
def test_what_is_missing_says_so(missing: str) -> None:
    space = {"x": ours.ones(2), "y": ours.ones(1, requires_grad=True).sum()}
    with pytest.raises(NotImplementedError, match="numpy core yet"):
        exec(missing, space)


def test_a_view_that_lost_its_history_is_refused() -> None:
    """PyTorch makes the view again; silence would give a wrong gradient."""
    x = ours.ones(2, requires_grad=True)
    y = x * 1
    v = y[0]
    y.mul_(2)
    with pytest.raises(NotImplementedError, match="make the view again"):
        v.backward()
