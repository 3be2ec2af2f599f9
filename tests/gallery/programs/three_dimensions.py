"""A block of three dimensions."""

import autoviz as av

with av.record() as rec:
    x = av.arange(12.0).reshape(2, 2, 3).requires_grad_()
    w = av.tensor([1.0, 0.0, -2.0])
    (x*w).sum().backward()
