"""A deep network: its layers drawn closed."""

import torch

import autoviz as av

model = torch.nn.Sequential(*(
    torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()) for _ in range(31)))
for layer in model:
    torch.nn.init.eye_(layer[0].weight)
    torch.nn.init.ones_(layer[0].bias)

with av.record() as rec:
    loss = model(torch.tensor([[1.0, 2.0]])).sum()
    loss.backward()
