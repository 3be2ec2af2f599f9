"""One meta-step of MAML: gradients through a gradient step."""

import torch

w = torch.tensor([[0.5], [-0.3]], requires_grad=True)
b = torch.tensor([0.1], requires_grad=True)
meta = torch.optim.SGD([w, b], lr=0.1)
X = torch.sin(torch.arange(8.0)).reshape(4, 2)
tasks = [torch.tensor([[1.0], [2.0]]), torch.tensor([[-1.0], [0.5]])]


def mse(w, b, x, y):
    return ((x @ w + b - y) ** 2).mean()


# recorded from here
for _ in range(2):
    meta_loss = 0.0
    for task in tasks:
        y = X @ task
        inner = mse(w, b, X[:2], y[:2])
        gw, gb = torch.autograd.grad(inner, (w, b), create_graph=True)
        fast_w, fast_b = w - 0.4 * gw, b - 0.4 * gb
        meta_loss = meta_loss + mse(fast_w, fast_b, X[2:], y[2:])
    meta.zero_grad()
    meta_loss.backward()
    meta.step()
    print(f"{meta_loss.item():.4f}")
