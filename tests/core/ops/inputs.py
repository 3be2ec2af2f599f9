"""The tensors that expressions are tried on: program texts that set ``x``."""

from __future__ import annotations

__all__ = ["EVERYTHING", "FLOATS", "INPUTS", "OTHERS", "WRITES", "of"]

FLOATS = {
    "scalar": "x = t.tensor(1.5, requires_grad=True)",
    "vector": "x = t.tensor([0.5, -1.25, 2.0], requires_grad=True)",
    "matrix": (
        "x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)"
    ),
    "cube": "x = t.tensor([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]], requires_grad=True)",
    "double": "x = t.tensor([1.5, -2.5], dtype=t.float64, requires_grad=True)",
    "empty": "x = t.zeros(0, requires_grad=True)",
    "empty_matrix": "x = t.zeros(0, 3, requires_grad=True)",
    "computed": "w = t.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True); x = w * 2",
    "transposed": (
        "w = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True); "
        "x = w.T"
    ),
    "turned": (
        "w = t.tensor([[[0.5, -1.25], [2.0, 3.0], [0.25, -0.5]], [[1.0, 1.5], "
        "[-2.0, 0.75], [4.0, -1.5]]], requires_grad=True); x = w.permute(1, 2, 0)"
    ),
    "askew": (
        "w = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True); "
        "x = w.T[1:]"
    ),
    "expanded": "w = t.tensor([0.5, 1.5], requires_grad=True); x = w.expand(3, 2)",
    "stretched": (
        "w = t.tensor([[0.5], [1.5]], requires_grad=True); x = w.expand(2, 3)"
    ),
    "sliced": (
        "w = t.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]], "
        "requires_grad=True); x = w[:, 1:3]"
    ),
    "detached": "w = t.tensor([0.5, 1.5], requires_grad=True); x = w.detach()",
}

INPUTS = {
    "special": (
        "x = t.tensor([0.0, -0.0, 1.0, float('inf'), -float('inf'), float('nan')], "
        "requires_grad=True)"
    ),
    "ints": "x = t.tensor([1, -2, 3])",
    "int": "x = t.tensor(2)",
    "int32": "x = t.tensor([[1, 2]], dtype=t.int32)",
    "bools": "x = t.tensor([[True, False], [True, True]])",
}

EVERYTHING = FLOATS | INPUTS


def of(*names: str) -> dict[str, str]:
    """Some of them."""
    return {name: EVERYTHING[name] for name in names}


OTHERS = {
    "tracked": "y = t.tensor([0.5, -2.0, 2.0], requires_grad=True)",
    "constant": "y = t.tensor([0.5, -1.25, 2.5])",
    "zero_dim": "y = t.tensor(0.5, dtype=t.float64, requires_grad=True)",
    "double": "y = t.tensor([0.5, -2.0, 2.0], dtype=t.float64, requires_grad=True)",
    "ints": "y = t.tensor([1, -2, 3])",
    "misfit": "y = t.ones(2, requires_grad=True)",
    "nan": "y = t.tensor([float('nan'), 1.0, -float('inf')], requires_grad=True)",
}
"""What an operation of two gets beside ``x``."""

WRITES = """
    x = t.tensor([0.5, 2.0, 0.25], requires_grad=True)
    y = x * 1
    z = y.{method}_()
    say(z is y, y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    t.tensor([1, 2]).{method}_()
"""
"""The story of a function that writes into its tensor."""
