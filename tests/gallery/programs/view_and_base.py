"""v and b are one memory: writing to v changes b."""

import autoviz as av

with av.record() as rec:
    a = av.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    b = 2*a
    v = b[0]
    v *= 10
    b.sum().backward()
