"""A linear layer."""

import autoviz as av
from autoviz.nn import functional as F

with av.record() as rec:
    x = av.tensor([[1.0, 2.0], [3.0, -4.0], [0.0, 1.0]])
    W = av.tensor([[0.5, -1.0], [2.0, 0.25]], requires_grad=True)
    b = av.tensor([1.0, -1.0], requires_grad=True)
    y = F.linear(x, W, b)
    y.sum().backward()
