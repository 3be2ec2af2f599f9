"""Eight leaves side by side."""

import autoviz as av

with av.record() as rec:
    a, b, c, d, e, f, g, h = (
        av.tensor(float(n), requires_grad=True) for n in range(1, 9))
    loss = av.stack([a, b, c, d, e, f, g, h]).sum()
    loss.backward()
