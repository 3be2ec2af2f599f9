"""nn.GRU with an embedding: classify short words."""

import torch
import torch.nn as nn

words = torch.tensor([[1, 2, 3], [3, 2, 1], [2, 2, 4], [4, 1, 1]])
labels = torch.tensor([0, 1, 0, 1])


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.gru = nn.GRU(3, 4, batch_first=True)
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        output, _ = self.gru(self.embedding(x))
        return self.out(output[:, -1])


model = Classifier()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 1.4 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
criterion = nn.CrossEntropyLoss()

# recorded from here
for _ in range(3):
    loss = criterion(model(words), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
