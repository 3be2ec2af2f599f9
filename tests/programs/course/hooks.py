"""Hooks that look at activations and gradients, and change one."""

import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) + i).reshape(p.shape))
x = torch.tensor([[1.0, 2.0], [0.5, -1.0]])
activations, norms = {}, []


def keep(name):
    def hook(module, args, output):
        activations[name] = output.detach()

    return hook


handles = [layer.register_forward_hook(keep(i)) for i, layer in enumerate(model)]
model[0].weight.register_hook(lambda g: norms.append(round(g.norm().item(), 4)))

# recorded from here
hidden = model[0](x)
hidden.register_hook(lambda g: g * 2)
out = model[2](model[1](hidden)).sum()
out.backward()
for handle in handles:
    handle.remove()
model(x)
print(norms, sorted(activations))
