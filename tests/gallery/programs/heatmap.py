"""A thousand numbers, as colours."""

import autoviz as av

with av.record() as rec:
    X = (av.arange(1200.0).reshape(40, 30) - 600) / 512
    W = ((av.arange(600.0).reshape(30, 20) % 7) - 3) / 8
    W.requires_grad_()
    loss = (X @ W).relu().mean()
    loss.backward()
