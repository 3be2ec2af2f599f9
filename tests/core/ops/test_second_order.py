"""The graph of a gradient: ``create_graph`` builds the same nodes as in PyTorch."""

from __future__ import annotations

import pytest
import torch

from tests.oracle import graph_text, ours, run

GIVEN = """
x = t.tensor([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
c = t.tensor([[[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]], [[6.0, 7.0], [8.0, 9.0],
              [10.0, 11.0]]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
i = t.tensor([0, 2])
j = t.tensor([[0, 1, 0, 1], [2, 2, 2, 2]])
"""
EXPRESSIONS = (
    *(
        "x @ v",
        "v @ v",
        "c @ c.mT",
        "c.bmm(c.mT)",
    ),
    *("t.outer(v, v)", "t.addmv(v[:3], x, v)", "t.baddbmm(c.sum(), c, c.mT)"),
    *("x.reshape(-1)", "x.T.reshape(-1)", "x[:, :2].reshape(3, 2)", "x.flatten()"),
    *("x.unsqueeze(0)", "x.unsqueeze(0).squeeze(0)", "x.unsqueeze(0).squeeze()"),
    *("x.T", "x.t()", "x.mT", "x.permute(1, 0)", "c.movedim(0, 2)"),
    *("x.expand(2, 3, 4)", "v.expand(3, 4)", "x[0, 0].expand(2)"),
    *("x.repeat(2, 2)", "x.repeat(2, 1, 1)", "x.tile(2)", "x.repeat_interleave(2)"),
    *("x.flip(0)", "x.roll(1, 0)", "x.rot90()"),
    *("t.cat([x, x])", "t.cat([x, v.unsqueeze(0)])", "t.stack([x, x], 1)"),
    *("t.vstack([v, v])", "x.split(2)[1]", "x.split([1, 2])[0]", "x.unbind()[1]"),
    *("x.chunk(2, 1)[0]", "x.tensor_split(2)[1]"),
    *("x[0]", "x[:, 1:]", "x[None]", "x.narrow(0, 1, 1)"),
    *("x[[0, 1]]", "x[:, [0, 1]]", "x[x > 3]", "x[0, [0, 1]]", "x[[0, 1], None]"),
    *("x.index_put((i,), v)", "x.index_put((i,), v, accumulate=True)"),
    *("x.gather(1, j)", "x.scatter(1, j, 5.0)", "x.scatter(1, j, x[:2])"),
    *("x.scatter_add(1, j, x[:2])", "x.take_along_dim(j[:1], 1)"),
    *("x.index_select(0, i)", "x.index_add(0, i, x[:2])", "x.index_fill(0, i, 2.0)"),
    *("x.index_fill(0, i, v[0])", "x.index_copy(0, i, x[:2])"),
    *("x.take(i)", "x.put(i, v[:2])", "x.masked_select(x > 3)"),
    *("x.masked_select(v > 1)",),
    *("x.sort()[0]", "x.sort(0, descending=True)[0]", "x.topk(2)[0]"),
    *("x.kthvalue(1)[0]", "x.msort()"),
    *("x.trace()", "x.diagonal()", "x.diag()", "v.diag()", "x.tril()", "x.triu(1)"),
    *("t.einsum('ij,ij->', x, x)", "t.einsum('i,j', v, v)", "t.einsum('ij->i', x)"),
)


def graphs_of_gradients(expression: str, t: object) -> list[str | None]:
    """Behind the gradients of all leaves, for a seed that wants one too."""
    seed = f"""
y = {expression}
seed = t.tensor(y.detach().numpy(), requires_grad=True)
wanted = [each for each in (x, c, v)]
found = t.autograd.grad(y, wanted, seed, create_graph=True, allow_unused=True)
"""
    if t is ours:
        from autoviz.core.passes import grad

        seed = seed.replace("t.autograd.grad", "grad")
        space = run(GIVEN + seed, t, grad=grad)
    else:
        space = run(GIVEN + seed, t)
    return [None if each is None else graph_text(each) for each in space["found"]]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_graph_of_a_gradient_agrees(expression: str) -> None:
    expected = graphs_of_gradients(expression, torch)
    assert any(expected)
    assert expected == graphs_of_gradients(expression, ours)
