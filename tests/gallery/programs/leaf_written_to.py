"""A leaf that requires grad cannot be written to."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    loss = w*w
    loss.backward()
    w -= 0.25*w.grad
