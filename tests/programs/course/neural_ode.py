"""A neural differential equation, solved by Euler's method."""

import torch
import torch.nn as nn


class Dynamics(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))

    def forward(self, t, y):
        return self.net(y)


def odeint(f, y, times):
    path = [y]
    for k in range(len(times) - 1):
        step = times[k + 1] - times[k]
        y = y + step * f(times[k], y)
        path.append(y)
    return torch.stack(path)


f = Dynamics()
with torch.no_grad():
    for i, p in enumerate(f.parameters()):
        p.copy_(0.5 * torch.sin(torch.arange(p.numel()) + i).reshape(p.shape))
times = torch.linspace(0, 1, 5)
truth = torch.stack([torch.cos(times), -torch.sin(times)], dim=1)
optimizer = torch.optim.Adam(f.parameters(), lr=0.05)

# recorded from here
for _ in range(2):
    path = odeint(f, truth[0], times)
    loss = (path - truth).abs().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
