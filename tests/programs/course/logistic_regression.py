"""Two classes, a probability, and binary cross-entropy with logits."""

import torch
import torch.nn as nn
import torch.nn.functional as F

n = 16
angle = torch.arange(n) * 0.7
X = torch.stack([torch.cos(angle) + (angle % 2), torch.sin(2 * angle)], dim=1)
y = (X[:, 0] + 0.5 * X[:, 1] > 0.8).float()


class LogisticRegression(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        return self.linear(x).squeeze(1)


model = LogisticRegression(2)
nn.init.zeros_(model.linear.weight)
nn.init.zeros_(model.linear.bias)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
history = []

# recorded from here
for _ in range(8):
    logits = model(X)
    loss = F.binary_cross_entropy_with_logits(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    history.append(loss.item())
with torch.no_grad():
    predicted = (torch.sigmoid(model(X)) > 0.5).float()
    accuracy = (predicted == y).float().mean().item()
print(f"loss {history[-1]:.4f} accuracy {accuracy:.3f}")
