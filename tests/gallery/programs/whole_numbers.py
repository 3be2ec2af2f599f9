"""A comparison and whole numbers have no slope."""

import autoviz as av

with av.record() as rec:
    w = av.tensor([1.0, 2.0, -1.0], requires_grad=True)
    v = av.tensor([3.0, 4.0, 5.0], requires_grad=True)
    mask = w > 0
    counts = av.tensor([1, 0, 2])
    loss = (v * mask * counts).sum()
    loss.backward()
