"""Dropout while training and in use."""

import torch
import torch.nn as nn

torch.manual_seed(0)
layer = nn.Dropout(p=0.5)
x = torch.ones(1000, requires_grad=True)
_y = layer(x)
_kept = (_y != 0).float().mean().item()
print(0.4 < _kept < 0.6, bool(((_y == 0) | (_y == 2)).all()))
model = nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.3), nn.ReLU(), nn.Dropout(1.0))
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) + i).reshape(p.shape))
given = torch.tensor([[1.0, -2.0]], requires_grad=True)

# recorded from here
model.eval()
evaluated = model(given)
evaluated.sum().backward()
model.train()
model[1].p = 0.0
trained = model(given)
print(trained.tolist(), evaluated.shape, model.training)
