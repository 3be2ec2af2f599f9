"""A change through .data, which nobody notices."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(2.0, requires_grad=True)
    y = 3*x
    z = y*y
    y.data += 4
    z.backward()
