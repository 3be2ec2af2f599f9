"""detach() cuts the way back: half of the slope is missing."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2
    loss = y * y.detach()
    loss.backward()
