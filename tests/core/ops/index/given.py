"""Tensors and places that the tests of indices are run on."""

from __future__ import annotations

__all__ = ["GIVEN"]

GIVEN = """
x = t.tensor([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
y = t.tensor([[0.5, 1.5], [2.5, 3.5]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
i = t.tensor([0, 2])
j = t.tensor([[0, 1, 0, 1], [2, 2, 2, 2]])
k = t.tensor([[0, 1], [1, 2]])
"""
