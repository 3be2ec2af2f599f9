"""Weight decay three ways: a penalty, in the optimizer, and decoupled."""

import torch

X = torch.sin(torch.arange(30.0)).reshape(10, 3)
y = X @ torch.tensor([1.0, 0.0, -2.0])
decay = 0.1


def fit(make, penalty=0.0):
    w = torch.tensor([0.5, 0.5, 0.5], requires_grad=True)
    optimizer = make([w])
    for _ in range(4):
        loss = ((X @ w - y) ** 2).mean() + penalty / 2 * w.pow(2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach()


# recorded from here
by_penalty = fit(lambda p: torch.optim.SGD(p, lr=0.1), penalty=decay)
by_option = fit(lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=decay))
adam = fit(lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=decay))
adamw = fit(lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=decay))
print(torch.allclose(by_penalty, by_option))
print(torch.allclose(adam, adamw), f"{by_option.norm().item():.4f}")
