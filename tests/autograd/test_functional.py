"""Jacobians, Hessians and products with them: values, graphs, refusals."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story, ours

GIVEN = {
    "plain": "x = t.tensor([1.0, 2.0])",
    "leaf": "x = t.tensor([1.0, 2.0], requires_grad=True)",
    "computed": "x = t.tensor([0.5, 1.0], requires_grad=True) * 2",
}
VALUES = {
    "of one tensor": (
        "jacobian(lambda x: x**3, x)",
        "jacobian(lambda x: x.exp().sum(), x)",
        "jacobian(lambda x: (x * 2, x.sum()), x)",
        "jacobian(lambda x: t.ones(2), x)",
        "jacobian(lambda x: x * 2, x, vectorize=True)",
        "hessian(lambda x: (x**3).sum(), x)",
        "hessian(lambda x: x.sum(), x)",
        "hessian(lambda x: (x * x).sum().reshape(1), x)",
        "hessian(lambda x: x[0] * x[1], x, vectorize=True)",
        "vjp(lambda x: (x * 2).sum(), x)",
        "vjp(lambda x: x**2, x, x)",
        "vjp(lambda x: (x * 2, x), x, (x, x))",
        "vjp(lambda x: t.ones(2), x, x)",
        "jvp(lambda x: x**3, x, x)",
        "jvp(lambda x: t.ones(2), x, x)",
        "jvp(lambda x: x.sin(), t.tensor(2.0))",
        "vhp(lambda x: (x**3).sum(), x, x)",
        "vhp(lambda x: x.sum(), x, x)",
        "vhp(lambda x: x**3, t.tensor(2.0))",
        "hvp(lambda x: x[0] ** 2 * x[1], x, x)",
        "hvp(lambda x: x.sum(), x, x)",
        "hvp(lambda x: x**3, t.tensor(2.0))",
    ),
    "of several": (
        "jacobian(lambda x, y: x * y, (x, x))",
        "jacobian(lambda x, y: (x * y.sum(), x), (x, t.ones(2, 1)))",
        "hessian(lambda x, y: (x * y * y).sum(), (x, x))",
        "vjp(lambda x, y: x * 2, (x, x), x)",
        "jvp(lambda x, y: (x * 2, y * x), (x, x), (x, x))",
        "vhp(lambda x, y: (x * x * y).sum(), (x, x), (x, x))",
        "hvp(lambda x, y: (x * x * y).sum(), (x, x), (x, x))",
    ),
    "refused": (
        "vjp(lambda x: x * 2, x)",
        "vjp(lambda x: x * 2, x, t.ones(3))",
        "vjp(lambda x: x * 2, x, (x, x))",
        "vjp(lambda x: (x * 2, x), x, x)",
        "vjp(lambda x: (x * 2, x), x, (x, t.ones(3)))",
        "vjp(lambda x: 3, x, x)",
        "vjp(lambda x: (x, 3), x, x)",
        "vjp(lambda x: x, 3, x)",
        "vjp(lambda x: x, (x, 3), x)",
        "vjp(lambda x: x, x, 3)",
        "jvp(lambda x: x * 2, x)",
        "jvp(lambda x: x * 2, x, t.ones(3))",
        "jacobian(lambda x: x[:0], x)",
        "jacobian(lambda x: x * 2, x, strategy='nonsense')",
        "hessian(lambda x: x * 2, x)",
        "hessian(lambda x: (x.sum(),), x)",
        "hessian(lambda x: 3, x)",
        "hessian(lambda x: x.sum(), 3)",
        "hessian(lambda x: x.sum(), x, outer_jacobian_strategy='nonsense')",
        "vhp(lambda x: x * 2, x, x)",
        "vhp(lambda x: (x.sum(),), x, x)",
        "vhp(lambda x: x.sum(), x)",
        "hvp(lambda x: x * 2, x, x)",
        "hvp(lambda x: x.sum(), x, t.ones(3))",
    ),
    "strict": (
        "vjp(lambda x: x**2, x, x, strict=True)",
        "vjp(lambda x: t.ones(2), x, x, strict=True)",
        "vjp(lambda x, y: x * 2, (x, x), x, strict=True)",
        "vjp(lambda x: x * 2, x, x, strict=True, create_graph=True)",
        "jvp(lambda x: x * 2, x, x, strict=True)",
        "jvp(lambda x: t.ones(2), x, x, strict=True)",
        "jvp(lambda x, y: x * 2, (x, x), (x, x), strict=True)",
        "jacobian(lambda x, y: x * 2, (x, x), strict=True)",
        "jacobian(lambda x: x * 2, x, strict=True, create_graph=True)",
        "jacobian(lambda x: x * 2, x, strict=True, vectorize=True)",
        "hessian(lambda x: (x**3).sum(), x, strict=True)",
        "hessian(lambda x: x.sum(), x, strict=True)",
        "hessian(lambda x: t.ones(()), x, strict=True)",
        "hessian(lambda x, y: (x * x).sum(), (x, x), strict=True)",
        "vhp(lambda x: x.sum(), x, x, strict=True)",
        "vhp(lambda x: (x * x).sum(), x, x, strict=True)",
        "vhp(lambda x: (x * x).sum(), x, x, strict=True, create_graph=True)",
        "hvp(lambda x: x.sum(), x, x, strict=True)",
        "hvp(lambda x: (x * x).sum(), x, x, strict=True)",
        "hvp(lambda x: (x**3).sum(), x, x, strict=True)",
    ),
    "with a graph": (
        "jacobian(lambda x: x**3, x, create_graph=True)",
        "hessian(lambda x: (x**3).sum(), x, create_graph=True)",
        "vjp(lambda x: x**3, x, x, create_graph=True)",
        "jvp(lambda x: x**3, x, x, create_graph=True)",
        "vhp(lambda x: (x**3).sum(), x, x, create_graph=True)",
        "hvp(lambda x: (x**3).sum(), x, x, create_graph=True)",
    ),
}

STORIES = {
    "a gradient of a jacobian": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        j = t.autograd.functional.jacobian(lambda x: x * x, x, create_graph=True)
        j.sum().backward()
        say(j, x.grad)
    """,
    "a gradient of a hessian": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        f = lambda x: (x**3).sum()
        h = t.autograd.functional.hessian(f, x, create_graph=True)
        h.sum().backward()
        say(h, x.grad)
    """,
    "a gradient of what the function captured": """
        w = t.tensor(2.0, requires_grad=True)
        x = t.tensor([1.0, 2.0])
        f = lambda x: w * x * x
        made, moved = t.autograd.functional.jvp(f, x, x, create_graph=True)
        moved.sum().backward()
        say(made, moved, w.grad, x.grad)
    """,
    "inside no_grad": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        F = t.autograd.functional
        with t.no_grad():
            say(F.jacobian(lambda x: x * x, x), F.vjp(lambda x: x * x, x, x))
            say(F.hvp(lambda x: (x * x).sum(), x, x), F.jvp(lambda x: x * x, x, x))
    """,
    "no gradient is left behind": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        t.autograd.functional.hessian(lambda x: (x**3).sum(), x)
        say(x.grad)
    """,
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
@pytest.mark.parametrize("expression", [e for some in VALUES.values() for e in some])
def test_a_matrix_of_derivatives_agrees(given: str, expression: str) -> None:
    agree(given, f"t.autograd.functional.{expression}")


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_functional_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_forward_mode_is_refused_by_name() -> None:
    x = ours.ones(2)
    for function, option in (
        (ours.autograd.functional.jacobian, "strategy"),
        (ours.autograd.functional.hessian, "outer_jacobian_strategy"),
    ):
        with pytest.raises(NotImplementedError, match="forward-mode"):
            function(lambda x: x.sum(), x, **{option: "forward-mode"})
