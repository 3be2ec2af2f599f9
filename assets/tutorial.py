"""The program of README: twelve steps, and 256 at the end."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2 + 2*x + 1
    loss = y**2
    loss.backward()
