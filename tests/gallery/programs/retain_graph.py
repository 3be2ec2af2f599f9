"""retain_graph=True: two passes, and .grad adds up."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x*x
    y.backward(retain_graph=True)
    y.backward()
