"""A state carried into the next round."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(0.5, requires_grad=True)
    h = av.tensor(1.0)
    for step in range(2):
        h = w*h + 1
        h.backward()
