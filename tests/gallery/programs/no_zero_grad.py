"""Nobody emptied .grad: the second round adds to the first."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(4.0, requires_grad=True)
    for step in range(2):
        loss = w*w
        loss.backward()
        with av.no_grad():
            w -= 0.125 * w.grad
