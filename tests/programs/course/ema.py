"""A running mean of the weights beside the weights themselves."""

import copy

import torch
from torch import nn

model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[1.0, -1.0]]))
    model.bias.zero_()
ema = copy.deepcopy(model)
for p in ema.parameters():
    p.requires_grad_(False)
x = torch.sin(torch.arange(8.0)).reshape(4, 2)
y = torch.ones(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)


@torch.no_grad()
def update(decay=0.8):
    for slow, fast in zip(ema.parameters(), model.parameters(), strict=True):
        slow.data.mul_(decay).add_(fast.data, alpha=1 - decay)


# recorded from here
for _ in range(3):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    update()
difference = (ema.weight - model.weight).abs().max().item()
print(f"{loss.item():.4f} {difference:.4f}")
