"""A curve fitted by L-BFGS, which calls a closure again and again."""

import torch

x = torch.linspace(0, 2, 9, dtype=torch.float64)
y = 2.0 * torch.exp(-1.5 * x) + 0.5
a, b, c = (torch.tensor(v, dtype=torch.float64) for v in (1.0, 1.0, 0.0))
params = [each.requires_grad_() for each in (a, b, c)]
optimizer = torch.optim.LBFGS(params, lr=0.5, max_iter=4)


def closure():
    optimizer.zero_grad()
    loss = ((a * torch.exp(-b * x) + c - y) ** 2).sum()
    loss.backward()
    return loss


# recorded from here
for _ in range(3):
    loss = optimizer.step(closure)
    print(f"{loss.item():.6f}")
print([round(p.item(), 4) for p in params])
