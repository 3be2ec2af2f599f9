"""Two rounds of SGD with momentum."""

import torch

import autoviz as av

with av.record() as rec:
    w = torch.tensor(2.0, requires_grad=True)
    b = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.125, momentum=0.5)
    for step in range(2):
        optimizer.zero_grad()
        loss = (w*2 + b - 1)**2
        loss.backward()
        optimizer.step()
