"""Three spirals in mini-batches, from a dataset and a loader."""

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

n, classes = 8, 3
X = torch.zeros(n * classes, 2)
y = torch.zeros(n * classes, dtype=torch.long)
for c in range(classes):
    r = torch.linspace(0.1, 1.0, n)
    turn = torch.linspace(c * 4.0, (c + 1) * 4.0, n)
    X[n * c : n * (c + 1)] = torch.stack([r * torch.sin(turn), r * torch.cos(turn)], 1)
    y[n * c : n * (c + 1)] = c
loader = DataLoader(TensorDataset(X, y), batch_size=10)


class MLP(nn.Module):
    def __init__(self, hidden=6):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, classes)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.fc2(self.relu(self.fc1(x)))


model = MLP()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 1.3 + i).reshape(p.shape))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

# recorded from here
for epoch in range(3):
    total = 0.0
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(xb)
    print(f"epoch {epoch} loss {total / len(X):.4f}")
model.eval()
with torch.no_grad():
    correct = (model(X).argmax(1) == y).sum().item()
print(f"{correct} of {len(X)}")
