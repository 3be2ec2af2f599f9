"""e was saved for backward, and then written to."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(0.0, requires_grad=True)
    e = x.exp()
    y = e*e
    e += 1
    y.backward()
