"""PyTorch's autograd tutorial: one number, two paths, one gradient."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2 + 2*x + 1
    print(y.grad_fn)
    loss = y**2
    loss.backward()
    print(x.grad)
    with av.no_grad():
        z = 2*x
