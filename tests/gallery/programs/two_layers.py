"""Two layers and cross_entropy."""

import autoviz as av
from autoviz.nn import functional as F

with av.record() as rec:
    x = av.tensor([[1.0, 2.0], [-1.0, 0.5]])
    W1 = av.tensor([[1.0, -0.5], [0.5, 1.0], [-1.0, 0.25]], requires_grad=True)
    W2 = av.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]], requires_grad=True)
    h = F.relu(F.linear(x, W1))
    scores = F.linear(h, W2)
    loss = F.cross_entropy(scores, av.tensor([0, 1]))
    loss.backward()
