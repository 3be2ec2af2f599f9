"""A mistake everybody makes once: ``backward()`` a second time."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    loss = (3*w)**2
    loss.backward()
    loss.backward()
