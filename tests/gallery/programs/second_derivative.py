"""The derivative of a derivative."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(2.0, requires_grad=True)
    y = x**3
    (slope,) = av.autograd.grad(y, x, create_graph=True)
    slope.backward()
