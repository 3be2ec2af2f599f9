"""Skip-grams with negative samples: two embeddings and a dot product."""

import torch
import torch.nn as nn
import torch.nn.functional as F

words = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"]
vocab = sorted(set(words))
ids = torch.tensor([vocab.index(w) for w in words])


class SkipGram(nn.Module):
    def __init__(self, vocab_size, dim):
        super().__init__()
        self.center = nn.Embedding(vocab_size, dim)
        self.context = nn.Embedding(vocab_size, dim)

    def forward(self, center, positive, negative):
        v = self.center(center)
        pos = (v * self.context(positive)).sum(-1)
        neg = (self.context(negative) @ v.unsqueeze(-1)).squeeze(-1)
        return -(F.logsigmoid(pos) + F.logsigmoid(-neg).sum(-1)).mean()


model = SkipGram(len(vocab), 4)
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.5 * torch.sin(torch.arange(p.numel()) * 1.3 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

# recorded from here
for epoch in range(3):
    negative = (ids[:-1].unsqueeze(1) + torch.tensor([2, 5]) + epoch) % len(vocab)
    loss = model(ids[:-1], ids[1:], negative)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
similar = F.cosine_similarity(model.center.weight[:1], model.center.weight)
print(vocab[similar[1:].argmax().item() + 1])
