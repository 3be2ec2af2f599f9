"""Sixty cards."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(0.5, requires_grad=True)
    h = av.tensor(1.0)
    for k in range(14):
        h = 2*(w*h + 0.5) - 1
    h.backward()
