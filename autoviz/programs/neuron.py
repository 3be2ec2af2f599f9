"""One neuron, one example: three leaves, three gradients."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    x = av.tensor(3.0, requires_grad=True)
    b = av.tensor(1.0, requires_grad=True)
    loss = (w*x + b)**2
    loss.backward()
    print(w.grad, x.grad, b.grad)
