"""The .grad of what was computed stays None."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    h = 2*x
    loss = h**2
    loss.backward()
    print(h.grad)
