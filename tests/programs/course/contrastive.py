"""A contrastive loss: two views of a sample are closer than all others."""

import torch
import torch.nn as nn
import torch.nn.functional as F

views = torch.sin(torch.arange(2 * 4 * 3) * 0.9).reshape(2, 4, 3)
encoder = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))
with torch.no_grad():
    for i, p in enumerate(encoder.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 1.1 + 2 * i).reshape(p.shape))
optimizer = torch.optim.SGD(encoder.parameters(), lr=0.1)


def info_nce(a, b, temperature=0.5):
    z = F.normalize(torch.cat([a, b]), dim=1)
    n = a.size(0)
    itself = torch.eye(2 * n, dtype=torch.bool)
    similarity = (z @ z.T / temperature).masked_fill(itself, float("-inf"))
    positives = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return F.cross_entropy(similarity, positives)


# recorded from here
for _ in range(2):
    loss = info_nce(encoder(views[0]), encoder(views[1]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
