"""The same numbers in another type: when it is a copy, and what comes back."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

CONVERSIONS = (
    "x.float()",
    "x.double()",
    "x.half()",
    "x.long()",
    "x.int()",
    "x.short()",
    "x.bool()",
    "x.to(t.float64)",
    "x.to('cpu')",
    "x.to(t.float32, copy=True)",
    "x.contiguous()",
    "x.cpu()",
    "x.type_as(t.ones(1, dtype=t.float64))",
)
STORIES = {
    "the type it has is no conversion": """
        x = t.ones(2, 3, requires_grad=True)
        say(x.to(t.float32) is x, x.float() is x, x.contiguous() is x, x.cpu() is x)
        say(x.type(t.float32) is x, x.type_as(x) is x, x.to(x) is x, x.to() is x)
        say(x.T.contiguous(), x.T.contiguous().stride(), x.double().T.float().stride())
    """,
    "ways to say it": """
        x = t.ones(2, requires_grad=True)
        say(x.to("cpu", t.float64), x.to(t.device("cpu")), x.to(dtype=t.float64))
        say(x.to(t.ones(1).double()), x.to(device="cpu", dtype=t.int64), x.to(None))
        say(x.type(), x.long().type(), x.bool().type(), x.half().type(), x.int().type())
        say(x.type("torch.DoubleTensor"), x.type(t.int64), x.to(int))
    """,
    "no such type": "t.ones(2).type('foo')",
    "not even a name": "t.ones(2).type(3)",
    "a type of Python has no old name": "t.ones(2).type(float)",
    "no graphics card": "t.ones(2).to('cuda')",
    "no graphics card either": "t.ones(2).cuda()",
    "no such device": "t.device('foo')",
    "devices": """
        say(t.device("cpu"), t.device("cuda:1"), t.device("cpu", 0))
        say(t.device("cpu").type)
        say(str(t.device("cuda:1")), t.device("cpu") == t.ones(2).device)
        say(t.device(t.device("cpu")), hash(t.device("cpu")) == hash(t.ones(2).device))
    """,
    "floats to whole numbers": """
        say(t.tensor([1.7, -1.7]).int(), t.tensor([300.0]).to(t.uint8))
        say(t.tensor([1e10]).to(t.int32), t.tensor([float("nan")]).long())
        say(t.tensor([-1.0]).to(t.uint8), t.tensor([0.5, 0.0, -0.0]).bool())
        say(t.tensor([70000.0]).half(), t.tensor([2**40 + 5]).int())
        say(t.tensor(-1).byte())
    """,
    "the gradient comes back in the type of the original": """
        x = t.ones(2, requires_grad=True)
        y = x.double()
        y.retain_grad()
        (y * y).sum().backward()
        say(x.grad, y.grad)
    """,
    "the graph": """
        x = t.ones(2, requires_grad=True)
        say(graph((x.double() * x.half()).sum()))
        (g,) = t.autograd.grad((x.double() ** 2).sum(), x, create_graph=True)
        say(g, graph(g))
    """,
}


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("expression", CONVERSIONS)
def test_a_conversion_agrees(name: str, expression: str) -> None:
    agree(EVERYTHING[name], expression)


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_conversions_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
