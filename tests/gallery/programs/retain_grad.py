"""retain_grad() keeps a gradient that would pass through."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    h = 2*x
    h.retain_grad()
    loss = h**2
    loss.backward()
