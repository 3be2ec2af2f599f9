"""The loss does not depend on b: b.grad stays None."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    b = av.tensor(1.0, requires_grad=True)
    h = w + b
    loss = 3*w
    loss.backward()
