"""w = w - … makes a new tensor; the leaf has lost its name."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(1.0, requires_grad=True)
    loss = w*w
    loss.backward()
    w = w - 0.25*w.grad
    loss = w*w
    loss.backward()
