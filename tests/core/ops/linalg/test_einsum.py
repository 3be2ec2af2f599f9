"""``einsum`` taken apart as in PyTorch: values, graphs, gradients and errors."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = """
x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)
s = t.tensor([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0], [0.25, 3.0, 1.0]], requires_grad=True)
b = t.tensor([[[1.0, 2.0, 0.5], [0.5, 3.0, 1.0]], [[4.0, 1.0, 2.0], [2.0, -1.0, 1.0]]],
             requires_grad=True)
v = t.tensor([1.0, -2.0, 0.5], requires_grad=True)
"""
EQUATIONS = (
    "'ij,jk', x, s",
    "'ij,jk->ik', x, s",
    "'ij,kj->ki', x, s",
    "'ij,ij->', x, x",
    "'ij,ij->i', x, x",
    "'ij,ij->ij', x, x",
    "'ii', s",
    "'ii->i', s",
    "'iij->j', b.mT @ b",
    "'ij->ji', x",
    "'ij->i', x",
    "'ij->', x",
    "'ij', x",
    "'ba', x",
    "'i,j', v, v",
    "'i,i', v, v",
    "'i,i->', v, v",
    "'i,i->i', v, v",
    "'i,i,i->i', v, v, v",
    "'i,i,i->', v, v, v",
    "'ij,jk,kl->il', x, s, s",
    "'ij,j', x, v",
    "'ij,j->ij', x, v",
    "'bij,bkj->bik', b, b",
    "'bij,bkj->bki', b, b",
    "'bij,kj->bik', b, s",
    "'bij,bij->b', b, b",
    "'bij,i->bj', b, v[:2]",
    "'...ij->...ji', b",
    "'...i,...i->...', b, b",
    "'...i,i', b, v",
    "'...ij,...jk->...ik', b, s",
    "'ij->...i', x",
    "'...i->i', b",
    "' i j , j k -> i k ', x, s",
    "'ij,jk', [x, s]",
    "',->', x.sum(), v.sum()",
    "'->', x.sum()",
    "'Aa,ab', x, s",
    "x, [0, 1], s, [1, 2], [0, 2]",
    "x, [0, 1], [1, 0]",
    "b, [..., 0], v, [0], [...]",
    "'ij,ij', x, t.ones(1, 3)",
    "'ij,jk', x[:0], s",
)
WRONG = (
    "'ij,jk->ik', s, x",
    "'ij', v",
    "'ij->k', x",
    "'ij->ii', x",
    "'i1->i', x",
    "'ij,j', x",
    "'ij', x, x",
    "'ii->i', x",
    "'ij..->i', x",
    "'......', x",
    "'', x",
    "'ijk...', x",
    "'ij,jk', x, s.double()",
    "'ij'",
)


@pytest.mark.parametrize("arguments", EQUATIONS + WRONG)
def test_einsum_agrees(arguments: str) -> None:
    agree(GIVEN, f"t.einsum({arguments})")
