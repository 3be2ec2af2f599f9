"""A recurrent network over characters, with a cell written by hand."""

import torch
import torch.nn as nn
import torch.nn.functional as F

text = "hello world"
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
data = torch.tensor([stoi[c] for c in text])


class CharRNN(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.hidden = hidden
        self.i2h = nn.Linear(vocab + hidden, hidden)
        self.h2o = nn.Linear(hidden, vocab)

    def forward(self, x, h):
        h = torch.tanh(self.i2h(torch.cat([x, h], dim=1)))
        return self.h2o(h), h

    def init_hidden(self):
        return torch.zeros(1, self.hidden)


model = CharRNN(len(chars), 5)
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.4 * torch.sin(torch.arange(p.numel()) * 1.9 + i).reshape(p.shape))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

# recorded from here
for _ in range(2):
    h = model.init_hidden()
    loss = 0
    for t in range(len(data) - 1):
        x = F.one_hot(data[t : t + 1], len(chars)).float()
        logits, h = model(x, h)
        loss = loss + F.cross_entropy(logits, data[t + 1 : t + 2])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item() / (len(data) - 1):.4f}")
