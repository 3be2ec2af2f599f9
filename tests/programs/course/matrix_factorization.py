"""Ratings as products of two small vectors and biases."""

import torch
import torch.nn as nn

users = torch.tensor([0, 0, 1, 1, 2, 2, 3])
items = torch.tensor([0, 1, 1, 2, 0, 2, 1])
ratings = torch.tensor([5.0, 3.0, 4.0, 1.0, 4.0, 2.0, 5.0])


class MF(nn.Module):
    def __init__(self, n_users, n_items, k=2):
        super().__init__()
        self.P = nn.Embedding(n_users, k)
        self.Q = nn.Embedding(n_items, k)
        self.user_bias = nn.Embedding(n_users, 1)
        self.item_bias = nn.Embedding(n_items, 1)
        self.mean = nn.Parameter(torch.tensor(3.0))

    def forward(self, u, i):
        dot = (self.P(u) * self.Q(i)).sum(dim=1)
        biases = self.user_bias(u).squeeze() + self.item_bias(i).squeeze()
        return dot + biases + self.mean


model = MF(4, 3)
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        if p.dim():
            p.copy_(0.3 * torch.sin(torch.arange(p.numel()) + i).reshape(p.shape))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=0.01)

# recorded from here
for _ in range(4):
    predicted = model(users, items)
    loss = nn.functional.mse_loss(predicted, ratings)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
full = model.P.weight @ model.Q.weight.T
print(tuple(full.shape), full.requires_grad)
