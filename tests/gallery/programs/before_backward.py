"""Before backward(): every .grad is None."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    x = av.tensor(3.0)
    loss = (w*x)**2
    print(w.grad)
