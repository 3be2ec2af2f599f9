"""backward() from what needs no gradient."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0)
    x = av.tensor(3.0)
    loss = (w*x)**2
    loss.backward()
