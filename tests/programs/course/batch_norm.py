"""Batch norm while training and in use: running statistics."""

import torch
import torch.nn as nn

x = torch.sin(torch.arange(24.0)).reshape(8, 3) * 4 + 1
y = (x[:, :1] > 1).float()
model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1))
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) + i).reshape(p.shape))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
criterion = nn.BCEWithLogitsLoss()

# recorded from here
for _ in range(3):
    loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
model.eval()
with torch.no_grad():
    used = model(x[:1])
norm = model[1]
print(
    norm.num_batches_tracked.item(), [round(v, 3) for v in norm.running_mean.tolist()]
)
