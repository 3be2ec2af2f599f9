"""A hook changes the gradient on its way."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    h = x*x
    h.register_hook(lambda g: g.clamp(max=4.0))
    loss = h**2
    loss.backward()
