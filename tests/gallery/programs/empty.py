"""Tensors without a number, and with one in two dimensions."""

import autoviz as av

with av.record() as rec:
    nothing = av.zeros(0, 3, requires_grad=True)
    one = av.tensor([[5.0]], requires_grad=True)
    total = (2*nothing).sum() + one
    total.sum().backward()
