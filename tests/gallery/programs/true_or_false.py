"""bool, int and float side by side."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([1.5, -2.5, 3.0], requires_grad=True)
    signs = x > 0
    which = av.tensor([2, 0])
    chosen = x[which]
    loss = (signs * x).sum() + chosen.prod()
    loss.backward()
