"""Inside no_grad() nothing is recorded."""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    with av.no_grad():
        h = 3*w
    loss = h + w
    loss.backward()
