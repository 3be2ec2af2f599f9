"""A hook on a leaf gets the sum."""

import autoviz as av

with av.record() as rec:
    w = av.tensor([1.0, -2.0], requires_grad=True)
    w.register_hook(lambda g: 0.5*g)
    loss = (w*w).sum() + 3*w.sum()
    loss.backward()
