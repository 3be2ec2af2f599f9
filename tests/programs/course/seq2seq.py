"""Sequence to sequence: encode, then decode with teacher forcing."""

import torch
import torch.nn as nn
import torch.nn.functional as F

source = torch.tensor([[1, 2, 3], [3, 1, 2]])
target = torch.tensor([[0, 3, 2, 1], [0, 2, 1, 3]])  # 0 begins


class Seq2Seq(nn.Module):
    def __init__(self, vocab=4, size=5):
        super().__init__()
        self.embedding = nn.Embedding(vocab, size)
        self.encoder = nn.GRUCell(size, size)
        self.decoder = nn.GRUCell(size, size)
        self.out = nn.Linear(size, vocab)

    def forward(self, source, target):
        h = torch.zeros(source.size(0), 5)
        for t in range(source.size(1)):
            h = self.encoder(self.embedding(source[:, t]), h)
        logits = []
        for t in range(target.size(1) - 1):
            h = self.decoder(self.embedding(target[:, t]), h)
            logits.append(self.out(h))
        return torch.stack(logits, dim=1)


model = Seq2Seq()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.7 * torch.sin(torch.arange(p.numel()) * 1.2 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)

# recorded from here
for _ in range(2):
    logits = model(source, target)
    loss = F.cross_entropy(logits.reshape(-1, 4), target[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
