"""Checking derivatives by nudging: what passes, what fails, and in which words."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story, ours

GIVEN = """
x = t.tensor([1.0, 2.0], dtype=t.float64, requires_grad=True)
y = t.tensor([[0.5], [1.5]], dtype=t.float64, requires_grad=True)
single = t.tensor([1.0, 2.0], requires_grad=True)
stretched = t.tensor(1.0, dtype=t.float64, requires_grad=True).expand(2)

class Wrong(t.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 3

class Affine(t.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2 + 1e-7

class Stubborn(t.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2, x * 3

    @staticmethod
    def backward(ctx, g, h):
        if g is None or h is None:
            raise RuntimeError("nothing arrived")
        return g * 2 + h * 3

class Moody(t.autograd.Function):
    calls = 0

    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        Moody.calls += 1
        return g * (2 + Moody.calls * 1e-7)
"""
CHECKED = (
    "gradcheck(lambda x: x**3, x)",
    "gradcheck(lambda x, y: (x * y, y.exp()), (x, y))",
    "gradcheck(lambda x, y: (x * y.sum()).tanh(), [x, y])",
    "gradcheck(lambda x: [x.sum(), x * 2], x)",
    "gradcheck(lambda x: (x * 2, x.detach()), x)",
    "gradcheck(lambda x: x * 2, t.zeros(0, dtype=t.float64, requires_grad=True))",
    "gradcheck(lambda x: x.round(), x + 0.2)",
    "gradcheck(lambda x: x.detach(), x)",
    "gradcheck(lambda x: (x * x.detach()).sum(), x)",
    "gradcheck(lambda x: (x * x.detach()).sum(), x, raise_exception=False)",
    "gradcheck(lambda x: x**3, x, atol=0, rtol=0, raise_exception=False)",
    "gradcheck(lambda x: x**3, x, eps=0.1)",
    "gradcheck(lambda x: x * 2, single)",
    "gradcheck(lambda x: x * 2, stretched)",
    "gradcheck(lambda x: x * 2, x.detach())",
    "gradcheck(lambda x: x[: 1 + int(x[0] > 1)] * 1, x)",
    "gradcheck(Wrong.apply, x)",
    "gradcheck(Wrong.apply, x, raise_exception=False)",
    "gradcheck(Affine.apply, x)",
    "gradcheck(Stubborn.apply, x)",
    "gradcheck(Stubborn.apply, x, check_undefined_grad=False)",
    "gradgradcheck(lambda x: x**3, x)",
    "gradgradcheck(lambda x, y: (x * y, y.exp()), (x, y))",
    "gradgradcheck(lambda x: x * 2, x)",
    "gradgradcheck(lambda x: x**2, x, x.detach().clone().requires_grad_())",
    "gradgradcheck(lambda x: x * x.detach(), x, t.ones_like(x, requires_grad=True))",
    "gradgradcheck(lambda x: x**3, x.detach())",
)


@pytest.mark.parametrize("expression", CHECKED)
def test_a_check_agrees(expression: str) -> None:
    agree(GIVEN, f"t.autograd.{expression}")


def test_a_check_leaves_inputs_as_they_were() -> None:
    agree_on_story("""
        x = t.tensor([1.0, 2.0], dtype=t.float64, requires_grad=True)
        say(t.autograd.gradcheck(lambda x: x.exp(), x), x, x.grad)
    """)


def test_a_derivative_that_varies_is_noticed() -> None:
    space = {"t": ours}
    exec(GIVEN, space)
    with pytest.raises(RuntimeError, match="Backward is not reentrant"):
        ours.autograd.gradcheck(space["Moody"].apply, space["x"])


def test_the_error_has_pytorchs_name() -> None:
    from autoviz.autograd.gradcheck import GradcheckError

    with pytest.raises(GradcheckError):
        ours.autograd.gradcheck(
            lambda x: x.detach(), ours.ones(1, dtype=ours.float64, requires_grad=True)
        )
    assert issubclass(GradcheckError, RuntimeError)


@pytest.mark.parametrize("option", ["check_batched_grad", "check_forward_ad"])
def test_what_is_not_checked_is_refused_by_name(option: str) -> None:
    x = ours.ones(2, dtype=ours.float64, requires_grad=True)
    with pytest.raises(NotImplementedError, match="with real PyTorch"):
        ours.autograd.gradcheck(lambda x: x * 2, x, **{option: True})
