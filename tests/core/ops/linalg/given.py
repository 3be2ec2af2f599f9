"""The matrices that expressions are tried on: program texts that set ``A``, ``b`` …"""

from __future__ import annotations

__all__ = ["GIVEN", "MATRICES"]

GIVEN = """
A = t.tensor([[2.0, 0.5, -1.0], [0.25, 1.5, 0.75], [-0.5, 1.0, 3.0]],
             dtype=t.float64, requires_grad=True)
P = t.tensor([[5.25, 0.75, -1.5], [0.75, 4.0, 3.25], [-1.5, 3.25, 10.25]],
             dtype=t.float64, requires_grad=True)
B = t.tensor([[[2.0, 0.5, -1.0], [0.25, 1.5, 0.75], [-0.5, 1.0, 3.0]],
              [[1.0, 0.25, 0.5], [-1.0, 2.0, 1.0], [0.5, 0.0, -1.5]]],
             dtype=t.float64, requires_grad=True)
W = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5], [1.0, 1.5, 0.75],
              [-2.0, 0.5, 1.25]], dtype=t.float64, requires_grad=True)
b = t.tensor([[1.0, -2.0], [0.5, 3.0], [2.0, 0.25]], dtype=t.float64,
             requires_grad=True)
v = t.tensor([1.5, -2.0, 0.75], dtype=t.float64, requires_grad=True)
L = t.linalg
"""
"""Square A, symmetric P, two in B, tall W, two columns in b, a vector v."""

MATRICES = {
    "singular": "x = t.tensor([[1.0, 2.0], [2.0, 4.0]], requires_grad=True)",
    "one_is_singular": (
        "x = t.tensor([[[3.0, 1.0], [0.0, 2.0]], [[1.0, 2.0], [2.0, 4.0]]], "
        "requires_grad=True)"
    ),
    "integers": "x = t.tensor([[4.0, 2.0], [2.0, 5.0]], requires_grad=True)",
    "negative": "x = t.tensor([[1.0, 2.0], [2.0, -4.0]], requires_grad=True)",
    "turned": "w = t.tensor([[4.0, 2.0], [1.0, 5.0]], requires_grad=True); x = w.T",
    "one": "x = t.tensor([[4.0]], requires_grad=True)",
    "no_rows": "x = t.zeros(0, 0, requires_grad=True)",
    "no_matrices": "x = t.zeros(0, 2, 2, requires_grad=True)",
    "nan": "x = t.full((2, 2), float('nan'), requires_grad=True)",
    "wide": "x = t.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]], requires_grad=True)",
    "vector": "x = t.tensor([1.0, 2.0], requires_grad=True)",
    "scalar": "x = t.tensor(2.0, requires_grad=True)",
    "ints": "x = t.tensor([[4, 2], [2, 5]])",
    "bools": "x = t.tensor([[True, False], [False, True]])",
    "half": "x = t.eye(2, dtype=t.float16)",
    "number": "x = 2",
}
"""Those that some refuse."""
