"""nn.TransformerEncoderLayer on a batch of sequences."""

import torch
import torch.nn as nn

x = torch.sin(torch.arange(2 * 3 * 4) * 0.4).reshape(2, 3, 4)
y = torch.tensor([0, 1])
layer = nn.TransformerEncoderLayer(
    d_model=4, nhead=2, dim_feedforward=6, dropout=0.0, batch_first=True
)
head = nn.Linear(4, 2)
parameters = [*layer.parameters(), *head.parameters()]
with torch.no_grad():
    for i, p in enumerate(parameters):
        p.copy_(0.5 * torch.cos(torch.arange(p.numel()) * 0.6 + i).reshape(p.shape))
optimizer = torch.optim.SGD(parameters, lr=0.1)

# recorded from here
for _ in range(2):
    logits = head(layer(x).mean(dim=1))
    loss = nn.functional.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
