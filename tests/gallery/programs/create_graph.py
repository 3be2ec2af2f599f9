"""create_graph=True: the gradient has a graph of its own."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x*x
    y.backward(create_graph=True)
    penalty = x.grad * x.grad
    penalty.backward()
