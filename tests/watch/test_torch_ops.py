"""PyTorch's nodes get the rows of the table: where there are two, the right one."""

from __future__ import annotations

from types import ModuleType

import pytest
import torch

import autoviz as av

CALLS = {
    "gelu(x)": "Φ(",
    "gelu(x, approximate='tanh')": "1.596",
    "batch_norm(x, m, v, training=True)": "",
    "batch_norm(x, m, v, w, w)": "/sqrt(v",
    "batch_norm(x, m, v, w, w, True)": "normalized(x)",
    "selu(x)": "selu(x)",
    "relu6(x)": "relu6(x)",
}


def told(t: ModuleType, call: str) -> str:
    x = t.tensor([[0.5, -1.0], [1.0, 2.0]], requires_grad=True)
    w = t.tensor([2.0, 1.0], requires_grad=True)
    m, v = t.tensor([0.5, 0.0]), t.tensor([1.0, 4.0])
    names = {"F": t.nn.functional, "x": x, "w": w, "m": m, "v": v}
    with av.record(names={"x": x, "w": w, "m": m, "v": v}) as rec:
        eval(f"F.{call}", names).sum().backward()
    return "".join(str(rec).split())


@pytest.mark.parametrize("call", CALLS)
def test_a_node_is_told_as_its_arguments_want(call: str) -> None:
    assert CALLS[call] in told(torch, call)
    assert CALLS[call] in told(av, call)
