"""One leaf used three times: two of its edges go to the same node."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x*x + x
    y.backward()
    print(x.grad)
