"""item() takes the number out of autograd."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    scale = x.item()
    loss = scale * x
    loss.backward()
