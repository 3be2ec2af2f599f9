"""Two losses, one trunk: the second pass finds it freed."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(2.0, requires_grad=True)
    trunk = x**3
    first = 2*trunk
    second = trunk**2
    first.backward()
    second.backward()
