"""One arrow leads past four cards."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(0.25, requires_grad=True)
    h = ((4*x - 1)**2 + 2)**2
    out = h + x
    out.backward()
