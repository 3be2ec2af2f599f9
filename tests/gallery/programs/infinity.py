"""1/0 is inf, and inf - inf is nan."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([0.0, 2.0, -4.0], requires_grad=True)
    y = 1/x
    z = y - y
    (y + z).sum().backward()
