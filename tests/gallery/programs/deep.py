"""Twenty steps down."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(1.0, requires_grad=True)
    y = x
    for k in range(10):
        y = 2*y - 1
    y.backward()
