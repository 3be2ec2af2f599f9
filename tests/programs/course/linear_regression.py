"""A line through points, by hand: forward, backward, a step."""

import torch

x = torch.linspace(-1, 1, 11)
y = 3 * x + 2 + 0.1 * torch.sin(20 * x)
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
losses = []

# recorded from here
for epoch in range(15):
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.5 * w.grad
        b -= 0.5 * b.grad
    w.grad.zero_()
    b.grad.zero_()
    losses.append(loss.item())
    if epoch % 5 == 0:
        print(f"epoch {epoch}: loss {loss.item():.4f}")
print(f"y = {w.item():.3f} x + {b.item():.3f}")
