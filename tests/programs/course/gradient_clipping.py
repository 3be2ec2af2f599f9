"""Gradients that explode in a deep chain, clipped by norm and by value."""

import torch
from torch import nn

layers = nn.Sequential(*[nn.Linear(3, 3, bias=False) for _ in range(4)])
with torch.no_grad():
    for i, p in enumerate(layers.parameters()):
        p.copy_(2.0 * torch.sin(torch.arange(9.0) + i).reshape(3, 3))
optimizer = torch.optim.SGD(layers.parameters(), lr=0.01)
x = torch.tensor([[1.0, -2.0, 0.5]])

# recorded from here
for _ in range(2):
    optimizer.zero_grad()
    loss = layers(x).pow(2).sum()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(layers.parameters(), max_norm=1.0)
    after = torch.sqrt(sum(p.grad.pow(2).sum() for p in layers.parameters()))
    optimizer.step()
    print(f"{norm.item():.2f} -> {after.item():.3f}")
optimizer.zero_grad()
layers(x).sum().backward()
nn.utils.clip_grad_value_(layers.parameters(), 0.5)
largest = max(p.grad.abs().max().item() for p in layers.parameters())
print(f"{largest:.2f}")
