"""relu lets through where it was positive."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([[-2.0, -1.0, 0.0], [1.0, 2.0, 3.0]], requires_grad=True)
    y = x.relu()
    (y*y).sum().backward()
