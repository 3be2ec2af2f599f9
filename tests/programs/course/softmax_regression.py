"""Several classes: softmax regression from the parts, and with cross_entropy."""

import torch
import torch.nn.functional as F

samples, features, classes = 12, 3, 4
X = torch.sin(torch.arange(samples * features).float()).reshape(samples, features)
y = torch.arange(samples) % classes
W = torch.zeros(features, classes, requires_grad=True)
b = torch.zeros(classes, requires_grad=True)


def softmax(z):
    z = torch.exp(z - z.max(dim=1, keepdim=True).values)
    return z / z.sum(dim=1, keepdim=True)


def cross_entropy(p, target):
    return -torch.log(p[range(len(p)), target]).mean()


# recorded from here
for _ in range(5):
    loss = cross_entropy(softmax(X @ W + b), y)
    loss.backward()
    with torch.no_grad():
        for p in (W, b):
            p -= 0.5 * p.grad
            p.grad = None
    print(f"{loss.item():.4f}")
same_loss = F.cross_entropy(X @ W + b, y)
same_loss.backward()
print(f"{same_loss.item():.4f}", (X @ W + b).argmax(dim=1).tolist())
