"""The mistakes learners make end with PyTorch's own sentence, word for word.

The text is never typed here: the same program runs in PyTorch, which is asked.
"""

from __future__ import annotations

import textwrap

import pytest
import torch

from tests.oracle import agree_on_story, ours, story

ERRORS = {
    "E1 nothing requires grad": "t.tensor(2.0).backward()",
    "E1 even when it is no scalar": "t.ones(2).backward()",
    "E2 a second time": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * x
        y.backward()
        y.backward()
    """,
    "E2 saved tensors are gone": """
        x = t.tensor(2.0, requires_grad=True)
        y = x.exp()
        y.backward()
        y.grad_fn._saved_result
    """,
    "E3 a leaf": "t.ones(2, requires_grad=True).add_(1)",
    "E3 by an operator": "x = t.ones(2, requires_grad=True)\nx -= 0.1",
    "E4 a view of a leaf": "t.ones(2, requires_grad=True)[0].mul_(2)",
    "E4 a part of a leaf": "x = t.ones(2, requires_grad=True)\nx[0] = 5",
    "E6 no scalar": "(t.ones(2, requires_grad=True) * 2).backward()",
    "E7 a seed of another shape": """
        (t.ones(2, requires_grad=True) * 2).backward(t.ones(3))
    """,
    "E7 before E1": "t.ones(2).backward(t.ones(3))",
    "a seed that is a number": "(t.ones(2, requires_grad=True) * 2).backward(1.0)",
    "E8 a saved result": """
        x = t.ones(2, requires_grad=True)
        y = x.exp()
        y.add_(1)
        y.sum().backward()
    """,
    "E8 a saved operand": """
        x = t.ones(2, requires_grad=True)
        y = x.sigmoid() * 2
        z = y * y
        y.mul_(3)
        z.sum().backward()
    """,
    "E8 a leaf": """
        x = t.tensor(2.0, requires_grad=True)
        z = x * x
        with t.no_grad():
            x.add_(1)
        z.backward()
    """,
    "E8 a constant": """
        x, w = t.ones(2, requires_grad=True), t.ones(2, dtype=t.float64)
        z = x * w
        w.add_(1)
        w.add_(1)
        z.sum().backward()
    """,
    "E8 through detach": """
        x = t.ones(2, requires_grad=True)
        y = x.tanh()
        y.detach().add_(1)
        y.sum().backward()
    """,
    "E8 itself": """
        x = t.tensor(3.0, requires_grad=True)
        y = x * x
        y.mul_(y)
        y.backward()
    """,
    "E8 of two, the one PyTorch looks at first": """
        x = t.ones(2, 2, requires_grad=True)
        a, b = x.exp(), x.sqrt()
        z = a / b
        a.add_(1); b.add_(1); b.add_(1)
        z.sum().backward()
    """,
    "E8 the numbered name of a power": """
        x = t.ones(2, requires_grad=True)
        y = x**x
        y.add_(1)
        y.sum().backward()
    """,
    "E8 a view": """
        x = t.ones(2, requires_grad=True)
        v = (x * 1)[0]
        z = v * v
        with t.no_grad():
            v.add_(1)
        z.backward()
    """,
    "E9a in the constructor": "t.tensor([1, 2], requires_grad=True)",
    "E9a of bools": "t.ones(2, dtype=t.bool, requires_grad=True)",
    "E9b by the method": "t.tensor([1, 2]).requires_grad_()",
    "E9c by the attribute": "x = t.tensor([1, 2])\nx.requires_grad = True",
    "E10 numpy": "t.ones(2, requires_grad=True).numpy()",
    "E10 by numpy itself": """
        import numpy
        numpy.asarray(t.ones(2, requires_grad=True))
    """,
    "E13 switching off a result": """
        x = t.ones(2, requires_grad=True) * 2
        x.requires_grad = False
    """,
    "E13 by the method": "(t.ones(2, requires_grad=True) * 2).requires_grad_(False)",
    "E13 switching on a result": """
        x = t.ones(2, requires_grad=True) * 2
        x.requires_grad = True
    """,
    "E20 retaining what is not there": "t.ones(2).retain_grad()",
    "E22 a gradient of another shape": "x = t.ones(2)\nx.grad = t.ones(3)",
    "a gradient of another dtype": "x = t.ones(2)\nx.grad = t.ones(2, dtype=t.float64)",
    "a gradient that is itself": "x = t.ones(2)\nx.grad = x",
    "a gradient that is a number": "x = t.ones(2)\nx.grad = 1.0",
    "E24 shapes that do not broadcast": "t.ones(2, 3) + t.ones(2, 4)",
    "E24 the last dimension first": "t.ones(2, 3) * t.ones(2, 3, 4)",
    "E24 in a comparison": "t.ones(2) == t.ones(3)",
    "E24 in place": "t.ones(3).add_(t.ones(4))",
    "E27 copying a result": """
        import copy
        copy.deepcopy(t.ones(2, requires_grad=True) * 2)
    """,
    "E29 a number has no backward": """
        x = t.tensor(2.0, requires_grad=True)
        (x * x).item().backward()
    """,
    "E30 there is no gradient yet": "t.ones(2, requires_grad=True).grad.zero_()",
    "E31 the truth of several": "bool(t.ones(2, requires_grad=True))",
    "E31 the truth of none": "bool(t.zeros(0))",
    "E33 a view born in no_grad": """
        x = t.ones(2, requires_grad=True)
        with t.no_grad():
            v = x.view(-1)
        v.add_(1)
    """,
    "E36 matrices that do not fit": "t.ones(2, 3) @ t.ones(2, 2)",
    "E36 a vector and a matrix": "t.ones(3) @ t.ones(2, 2)",
    "E37 without brackets": "with t.no_grad: pass",
    "E38 one place, many elements": "t.ones(3).expand(2, 3).add_(1)",
}

WARNINGS = {
    "E5 the gradient of a result": """
        x = t.tensor(2.0, requires_grad=True)
        y = x * x
        say(y.grad)
        y.backward()
        say(y.grad)
    """,
    "E11 a tensor as a number": """
        import math
        x = t.tensor(0.0, requires_grad=True)
        say(float(x), math.sin(x), int(x), bool(x), x.item())
    """,
    "E11 a tensor among numbers": """
        x = t.tensor(1.0, requires_grad=True)
        say(t.tensor([x, x * 2]))
    """,
    "E12 a tensor of a tensor": "say(t.tensor(t.ones(2, requires_grad=True)))",
    "T of what is no matrix": "say(t.ones(3).T, t.ones(2, 1, 3).T.shape, t.ones(()).T)",
}


@pytest.mark.parametrize("program", ERRORS.values(), ids=ERRORS)
def test_a_mistake_ends_with_pytorchs_sentence(program: str) -> None:
    expected = story(textwrap.dedent(program), torch)
    assert len(expected) == 1
    assert "Error: " in expected[0]
    assert expected == story(textwrap.dedent(program), ours)


@pytest.mark.parametrize("program", WARNINGS.values(), ids=WARNINGS)
def test_a_slip_gets_pytorchs_warning(program: str) -> None:
    assert "UserWarning: " in story(textwrap.dedent(program), torch)[-1]
    agree_on_story(program)
