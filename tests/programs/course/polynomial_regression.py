"""Sine as a polynomial, with a layer, a loss and an optimizer."""

import math

import torch
import torch.nn as nn

x = torch.linspace(-math.pi, math.pi, 40)
y = torch.sin(x)
powers = x.unsqueeze(-1).pow(torch.tensor([1, 2, 3]))
model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))
with torch.no_grad():
    model[0].weight.copy_(torch.tensor([[0.1, -0.1, 0.01]]))
    model[0].bias.fill_(0.0)
loss_fn = nn.MSELoss(reduction="sum")
optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-2)

# recorded from here
for t in range(12):
    y_pred = model(powers)
    loss = loss_fn(y_pred, y)
    if t % 4 == 3:
        print(t, f"{loss.item():.3f}")
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
linear = model[0]
print(f"{linear.bias.item():.3f} + {linear.weight[:, 0].item():.3f} x")
