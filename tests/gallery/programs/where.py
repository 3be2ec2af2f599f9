"""where takes each number from one of two."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([-2.0, -1.0, 1.0, 2.0], requires_grad=True)
    y = av.where(x > 0, x**2, 0.5*x)
    y.sum().backward()
