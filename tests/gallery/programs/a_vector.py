"""backward() from a vector needs a direction."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x**2
    y.backward(av.tensor([1.0, 0.0, 10.0]))
    y.backward()
