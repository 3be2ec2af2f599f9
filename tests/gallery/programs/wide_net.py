"""Four ways from one leaf, two levels."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(1.5, requires_grad=True)
    out = 2*x + x**2 + (x - 1)**3 + x
    out.backward()
