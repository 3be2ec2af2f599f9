"""The same network, small enough to be drawn open."""

import torch

import autoviz as av

net = torch.nn.Sequential(
    torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1, bias=False))
torch.nn.init.constant_(net[0].weight, 0.5)
torch.nn.init.constant_(net[0].bias, 1.0)
torch.nn.init.constant_(net[2].weight, 0.5)

with av.record() as rec:
    loss = net(torch.tensor([[1.0, -2.0], [3.0, 4.0]])).square().mean()
    loss.backward()
