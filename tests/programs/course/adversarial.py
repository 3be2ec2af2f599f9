"""The fast gradient sign method: the gradient of the input."""

import torch
import torch.nn as nn
import torch.nn.functional as F

model = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3)).eval()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 0.6 + i).reshape(p.shape))
model.requires_grad_(False)
image = torch.tensor([[0.2, 0.8, 0.5, 0.1]])
label = model(image).argmax(dim=1)
epsilon = 0.3

# recorded from here
image.requires_grad_()
loss = F.cross_entropy(model(image), label)
loss.backward()
attacked = torch.clamp(image + epsilon * image.grad.sign(), 0, 1).detach()
print(label.item(), "->", model(attacked).argmax(dim=1).item(), f"{loss.item():.4f}")
