"""The gradient penalty of WGAN-GP: backward through a gradient."""

import torch
import torch.nn as nn
from torch import autograd

critic = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
with torch.no_grad():
    for i, p in enumerate(critic.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 1.5 + i).reshape(p.shape))
optimizer = torch.optim.RMSprop(critic.parameters(), lr=0.01)
real = torch.cos(torch.arange(8.0)).reshape(4, 2)
fake = torch.sin(torch.arange(8.0) * 2).reshape(4, 2)
alpha = torch.tensor([[0.1], [0.4], [0.6], [0.9]])

# recorded from here
for _ in range(2):
    mixed = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    scores = critic(mixed)
    (gradients,) = autograd.grad(
        outputs=scores,
        inputs=mixed,
        grad_outputs=torch.ones_like(scores),
        create_graph=True,
        retain_graph=True,
    )
    penalty = ((gradients.norm(2, dim=1) - 1) ** 2).mean()
    loss = critic(fake).mean() - critic(real).mean() + 10 * penalty
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f} {penalty.item():.4f}")
